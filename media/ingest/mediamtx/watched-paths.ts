import { publicIdOf } from '../ingest.ts';
import type { MtxHlsMuxer, MtxPath } from './api.external.ts';
import type { MediamtxApi } from './api.ts';

/** An HLS player asks every second or so; one that has not for this long has left, in ms. */
const HLS_QUIET_MS = 10_000;
const HLS = 'hlsSession';
const WEBRTC = 'webRTCSession';

/** Public ids of the paths that people watch at MediaMTX now. Our own readers do not count. */
export async function watchedPaths(paths: readonly MtxPath[], api: MediamtxApi): Promise<string[]> {
  const played = paths.some(({ readers }) => readers.some(({ type }) => type === HLS));
  return watchedAmong(paths, played ? await api.hlsMuxers().catch(() => []) : [], Date.now());
}

/** @param now by the system's clock, as MediaMTX says when it was last asked */
export function watchedAmong(
  paths: readonly MtxPath[],
  muxers: readonly MtxHlsMuxer[],
  now: number,
): string[] {
  const playing = muxers.filter(({ lastRequest }) => now - lastRequest.getTime() < HLS_QUIET_MS);
  const overHls = new Set(playing.map(({ path }) => path));
  return paths.flatMap(({ name, readers }) => {
    const watched = readers.some(({ type }) => type === WEBRTC || (type === HLS && overHls.has(name)));
    return watched ? (publicIdOf(name) ?? []) : [];
  });
}
