import type { EncoderLimit, SessionView } from '@neustream/shared/live/schemas.ts';
import type { CanvasName } from '@neustream/shared/studio/scenes.ts';
import { useEffect, useRef } from 'react';
import { useApi } from '../../api/context.tsx';
import {
  type Broadcast,
  QUALITY_PRESETS,
  type QualityPreset,
  SMALLEST_QUALITY,
  useBroadcast,
} from '../../broadcast/public.ts';
import { useText } from '../../i18n/text.ts';
import { useSessionActions, useSourceSession } from '../../live/public.ts';
import { readStored, writeStored } from '../../ui/stored.ts';
import { useNotify } from '../../ui/toast.tsx';

/** In which quality this browser sent a canvas last. */
const QUALITY = 'neustream.studio.quality.';

/** The media node gives pages no address to publish to. */
export class NoDoor extends Error {}

/** One canvas and the stream it is sent to: going on air, coming back after the page was gone, and ending. */
export function useShow(broadcast: Broadcast, canvas: CanvasName, sourceId: string) {
  const { t } = useText();
  const api = useApi();
  const notify = useNotify();
  const onAir = useBroadcast(({ shows }) => shows[canvas]?.onAir ?? null);
  const publish = useBroadcast(({ shows }) => shows[canvas]?.publish);
  const { session } = useSourceSession(sourceId);
  const { goLive, end } = useSessionActions(sourceId);

  // The session ended elsewhere: by its time limit, in another window, or by an operator.
  const was = useRef<string | null>(null);
  useEffect(() => {
    const id = session?.id ?? null;
    if (onAir !== null && was.current === onAir.sessionId && id !== onAir.sessionId) broadcast.stop(canvas);
    was.current = id;
  }, [session?.id, onAir, broadcast, canvas]);

  useEffect(() => {
    if (publish?.state !== 'ended') return;
    notify(t(`studio.publish_ended.${canvas}`), { description: t(endText(publish.code)), error: true });
    broadcast.stop(canvas);
  }, [publish, broadcast, canvas, notify, t]);

  useTellLimit(canvas);

  return {
    canvas,
    sourceId,
    session,
    onAir,
    ending: end.isPending,
    /** @throws NoDoor, or what the server says */
    async start(wish: {
      title: string;
      destinationIds: readonly string[];
      preset: QualityPreset;
    }): Promise<void> {
      const { title, destinationIds, preset } = wish;
      const { session: opened, ingest } = await goLive.mutateAsync({
        ...(title === '' ? {} : { title }),
        destination_ids: [...destinationIds],
      });
      const target = ingest.direct;
      if (target === null) {
        end.mutate();
        throw new NoDoor();
      }
      writeStored(QUALITY + canvas, preset.name);
      broadcast.start({ sourceId, sessionId: opened.id, target, canvas, preset });
    },
    stop(): void {
      broadcast.stop(canvas);
      end.mutate();
    },
    /**
     * Goes on with a session whose page is gone. Each time makes another key, and the one before ends.
     * @throws NoDoor, or what the server says
     */
    async takeUp(sessionId: string): Promise<void> {
      const { ingest } = await api.call('takeUpSession', { params: { id: sessionId } });
      if (ingest.direct === null) throw new NoDoor();
      const sent = canvasSent(session) ?? canvas;
      // Another device may have sent the other canvas to this stream.
      const same = useBroadcast.getState().shows[sent] === null ? sent : canvas;
      const name = readStored(QUALITY + same);
      const preset = QUALITY_PRESETS.find((one) => one.name === name) ?? SMALLEST_QUALITY;
      broadcast.start({ sourceId, sessionId, target: ingest.direct, canvas: same, preset });
    },
    /** A page published it, and is gone: this one before it was loaded anew, another window, or another device. */
    left:
      onAir === null &&
      session !== null &&
      session.ordered === 'live' &&
      session.ingest.protocol === 'direct' &&
      session.ingest.status === 'gone'
        ? session
        : null,
  };
}

/** Tells the person and the session's timeline when quality is lowered, and when it is back. */
function useTellLimit(canvas: CanvasName): void {
  const { t } = useText();
  const api = useApi();
  const notify = useNotify();
  const sessionId = useBroadcast(({ shows }) => shows[canvas]?.onAir.sessionId ?? null);
  const limit = useBroadcast(({ shows }) => shows[canvas]?.stats?.limit ?? null);
  const told = useRef<EncoderLimit | null>(null);
  useEffect(() => {
    // Another show begins without a limit.
    if (sessionId === null) told.current = null;
    if (sessionId === null || told.current === limit) return;
    const isBack = limit === null;
    told.current = limit;
    notify(t(isBack ? 'studio.quality_back' : 'studio.quality_lowered'), {
      description: t(isBack ? 'studio.quality_back_text' : `studio.limit.${limit}`),
      error: !isBack,
    });
    const stats = useBroadcast.getState().shows[canvas]?.stats;
    const bitrate = Math.round(stats?.targetBitrate ?? 0);
    const body = { limit, bitrate, frame_rate: Math.round(stats?.targetFrameRate ?? 0) };
    // It is only for the timeline: the session may be over, or the server away.
    api.call('noteEncoderLimit', { params: { id: sessionId }, body }).catch(() => undefined);
  }, [canvas, sessionId, limit, api, notify, t]);
}

/** Which canvas a session shows, by what it last received; null where that is not known. */
function canvasSent(session: SessionView | null): CanvasName | null {
  const { width, height } = session?.ingest ?? {};
  if (width == null || height == null) return null;
  return width < height ? 'portrait' : 'landscape';
}

function endText(code: string) {
  switch (code) {
    case 'REPLACED':
      return 'studio.ended.replaced';
    case 'SESSION_OVER':
    case 'REFUSED':
      return 'studio.ended.over';
    case 'ENCODER_FAILED':
    case 'NO_PICTURE':
      return 'studio.ended.encoder';
    default:
      return 'studio.ended.other';
  }
}
