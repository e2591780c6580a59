import { Secret } from '@neustream/shared/kernel/secret.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PublishAttempt } from '../ingest/ingest.ts';
import { isAmong, keyHash, sameSecret } from './key-hash.ts';
import { answerMediamtx, type MediamtxAuthDeps } from './mediamtx-auth.ts';
import { retryPause } from './snapshot-pusher.ts';
import { Tries } from './tries.ts';

const attempts: PublishAttempt[] = [];
const played: string[] = [];

const deps: MediamtxAuthDeps = {
  apiToken: new Secret('api'),
  readToken: new Secret('read'),
  previewToken: new Secret('preview'),
  takesRtmp: true,
  mayPublish: async (attempt) => {
    attempts.push(attempt);
    return attempt.key.reveal() === 'right' ? { allowed: true } : { allowed: false, reason: 'WRONG_KEY' };
  },
  mayPlay: (_publicId, token) => token.reveal() === 'play',
  onPlay: (publicId) => played.push(publicId),
  isTranscoding: async (publicId) => publicId === 'transcoding1',
};

const question = {
  ip: '203.0.113.9',
  password: '',
  token: '',
  action: 'publish',
  path: 'live/abcdef12',
  protocol: 'rtmp',
  query: '',
};
const ask = (more: Partial<typeof question>) => answerMediamtx({ ...question, ...more }, deps);

describe('questions of MediaMTX', () => {
  it.each([
    ['RTMP', { query: 'key=right' }],
    ['SRT', { protocol: 'srt', password: 'right' }],
    ['WHIP', { protocol: 'webrtc', token: 'right' }],
  ])('lets an encoder in whose key comes the way of %s', async (_name, more) => {
    expect(await ask(more)).toBe(true);
    expect(attempts.at(-1)?.publicId).toBe('abcdef12');
  });

  it.each([
    ['a wrong key', { query: 'key=wrong' }],
    ['no key', {}],
    ['a path that is not of ours', { query: 'key=right', path: 'other/abcdef12' }],
    ['a path with more behind it', { query: 'key=right', path: 'live/abcdef12/../../x' }],
    ['a protocol that is not offered', { query: 'key=right', protocol: 'moq' }],
  ])('refuses an encoder with %s', async (_name, more) => {
    expect(await ask(more)).toBe(false);
  });

  it('lets a viewer play with the play token only', async () => {
    const read = { action: 'read', protocol: 'hls' };
    expect(await ask({ ...read, query: 'token=play' })).toBe(true);
    expect(await ask({ ...read, protocol: 'webrtc', token: 'play' })).toBe(true);
    expect(played).toEqual(['abcdef12', 'abcdef12']);
    expect(await ask({ ...read, token: 'right' })).toBe(false);
    expect(played).toHaveLength(2);
  });

  it('takes nobody’s RTMP but our own previews where our own ingest takes encoders', async () => {
    const at = (more: Partial<typeof question>) =>
      answerMediamtx({ ...question, ...more }, { ...deps, takesRtmp: false });
    expect(await at({ ip: '127.0.0.1', query: 'token=preview' })).toBe(true);
    expect(await at({ ip: '203.0.113.9', query: 'token=preview' })).toBe(false);
    expect(await at({ ip: '127.0.0.1', query: 'key=right' })).toBe(false);
    expect(await at({ protocol: 'srt', password: 'right' })).toBe(true);
    expect(await ask({ ip: '127.0.0.1', query: 'token=preview' })).toBe(false);
  });

  it('keeps reading over RTMP and RTSP, and the API, to this machine and to ourselves', async () => {
    const local = { action: 'read', ip: '127.0.0.1' };
    expect(await ask({ ...local, token: 'read' })).toBe(true);
    expect(await ask({ ...local, token: 'read', ip: '203.0.113.9' })).toBe(false);
    expect(await ask({ ...local, protocol: 'rtsp', path: 'live/transcoding1' })).toBe(true);
    expect(await ask({ ...local, protocol: 'rtsp' })).toBe(false);
    expect(await ask({ action: 'api', ip: '127.0.0.1', token: 'api' })).toBe(true);
    expect(await ask({ action: 'api', ip: '127.0.0.1', token: 'wrong' })).toBe(false);
    expect(await ask({ action: 'metrics', ip: '127.0.0.1', token: 'api' })).toBe(false);
  });
});

describe('keys', () => {
  it('are known by their hash', () => {
    const key = new Secret('a key');
    expect(keyHash(key)).toMatch(/^[0-9a-f]{64}$/);
    expect(isAmong(key, ['00'.repeat(32), keyHash(key)])).toBe(true);
    expect(isAmong(key, ['', 'zz', '00'.repeat(32)])).toBe(false);
    expect(sameSecret(key, new Secret('a key '))).toBe(false);
  });
});

describe('wrong tries', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('run out per network and come back with time', async () => {
    vi.useFakeTimers({ now: 0 });
    const tries = new Tries();
    for (let count = 0; count < 10; count += 1) {
      expect(await tries.left('a')).toBe(true);
      await tries.spend('a');
    }
    expect(await tries.left('a')).toBe(false);
    expect(await tries.left('b')).toBe(true);
    vi.setSystemTime(6000);
    expect(await tries.left('a')).toBe(true);
  });

  it('do not pile up, and end when the clock is set back', async () => {
    vi.useFakeTimers({ now: 10_000 });
    const tries = new Tries();
    for (let count = 0; count < 500; count += 1) await tries.spend('a');
    vi.setSystemTime(16_000);
    expect(await tries.left('a')).toBe(true);
    await tries.spend('a');
    expect(await tries.left('a')).toBe(false);
    vi.setSystemTime(0);
    expect(await tries.left('a')).toBe(true);
  });
});

describe('telling an API that is away', () => {
  it('is tried at growing pauses of at most two seconds', () => {
    expect([1, 2, 3, 4, 5, 50].map(retryPause)).toEqual([250, 500, 1000, 2000, 2000, 2000]);
  });
});
