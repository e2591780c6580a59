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
  mayPublish(attempt: PublishAttempt): Promise<Verdict>;
  mayPlay(publicId: string, token: Secret): boolean;
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
  const key = new Secret(keyOf(request));
  const verdict = await deps.mayPublish({ publicId, key, protocol, address: request.ip });
  return verdict.allowed;
}

/** RTMP carries the key as `?key=`, SRT as the password of the stream id, WHIP as Bearer. */
function keyOf({ query, password, token }: MediamtxAuthRequest): string {
  return new URLSearchParams(query).get('key') || token || password;
}

async function answerRead(request: MediamtxAuthRequest, deps: MediamtxAuthDeps): Promise<boolean> {
  const publicId = publicIdOf(request.path);
  if (publicId === null) return false;
  const token = new Secret(
    request.token || new URLSearchParams(request.query).get('token') || request.password,
  );
  if (request.protocol === 'hls' || request.protocol === 'webrtc') return deps.mayPlay(publicId, token);
  if (!LOOPBACK.test(request.ip)) return false;
  if (request.protocol === 'rtmp') return sameSecret(token, deps.readToken);
  // FFmpeg's arguments are readable by every user of the machine, so it gets no token: the listener is on loopback
  // only, and open for a path only while we read it ourselves.
  return request.protocol === 'rtsp' && (await deps.isTranscoding(publicId));
}
