import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import { type PublishAttempt, publicIdOf, type Verdict } from '../ingest/public.ts';
import { sameSecret } from './key-hash.ts';
import type { MediamtxAuthRequest } from './mediamtx-auth.external.ts';

export interface MediamtxAuthDeps {
  /** Our credential for MediaMTX's API. */
  apiToken: Secret;
  /** Our credential for reading paths over loopback RTMP. */
  readToken: Secret;
  /** Our credential for bringing it sessions that are watched there. */
  previewToken: Secret;
  /** Whether encoders may use RTMP at MediaMTX; otherwise only we do. */
  takesRtmp: boolean;
  mayPublish(attempt: PublishAttempt): Promise<Verdict>;
  mayPlay(publicId: string, token: Secret): boolean;
  /** A viewer was let in. */
  onPlay(publicId: string): void;
  /** Whether one of our own FFmpeg processes is reading this path. */
  isTranscoding(publicId: string): Promise<boolean>;
}

const PROTOCOLS: Readonly<Record<string, IngestProtocol>> = { rtmp: 'rtmp', srt: 'srt', webrtc: 'whip' };
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Answers one question of MediaMTX. */
export async function answerMediamtx(request: MediamtxAuthRequest, deps: MediamtxAuthDeps): Promise<boolean> {
  switch (request.action) {
    case 'api':
      return LOOPBACK.test(request.ip) && sameSecret(new Secret(request.token), deps.apiToken);
    case 'publish':
      return answerPublish(request, deps);
    case 'read':
      return answerRead(request, deps);
    default:
      return false;
  }
}

async function answerPublish(request: MediamtxAuthRequest, deps: MediamtxAuthDeps): Promise<boolean> {
  const publicId = publicIdOf(request.path);
  const protocol = PROTOCOLS[request.protocol];
  if (publicId === null || protocol === undefined) return false;
  if (protocol === 'rtmp' && !deps.takesRtmp)
    return LOOPBACK.test(request.ip) && sameSecret(tokenOf(request), deps.previewToken);
  const key = new Secret(keyOf(request));
  const verdict = await deps.mayPublish({ publicId, key, protocol, address: request.ip });
  return verdict.allowed;
}

/** RTMP carries the key as `?key=`, SRT as the password of the stream id, WHIP as Bearer. */
function keyOf({ query, password, token }: MediamtxAuthRequest): string {
  return new URLSearchParams(query).get('key') || token || password;
}

function tokenOf({ query, password, token }: MediamtxAuthRequest): Secret {
  return new Secret(token || new URLSearchParams(query).get('token') || password);
}

async function answerRead(request: MediamtxAuthRequest, deps: MediamtxAuthDeps): Promise<boolean> {
  const publicId = publicIdOf(request.path);
  if (publicId === null) return false;
  const token = tokenOf(request);
  if (request.protocol === 'hls' || request.protocol === 'webrtc') {
    const allowed = deps.mayPlay(publicId, token);
    if (allowed) deps.onPlay(publicId);
    return allowed;
  }
  if (!LOOPBACK.test(request.ip)) return false;
  if (request.protocol === 'rtmp') return sameSecret(token, deps.readToken);
  // FFmpeg's arguments are readable by every user of the machine, so it gets no token: the listener is on loopback
  // only, and open for a path only while we read it ourselves.
  return request.protocol === 'rtsp' && (await deps.isTranscoding(publicId));
}
