import { describe, expect, test, vi } from 'vitest';
import type { Behaviour } from '../../build/kit/platforms/behaviour.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { decodeAmf } from '../../build/kit/rtmp/amf0.ts';
import { type Message, TYPE } from '../../build/kit/rtmp/chunks.ts';
import { TestEncoder, WatchedRelay } from './testing/rig.ts';

const QUICK = { timeout: 4500, interval: 10 };

/** What was sent beside media, in words. */
function inWords({ type, head }: Message): string {
  if (type === TYPE.command) return String(decodeAmf(head)[0]);
  if (type === TYPE.chunkSize) return `chunk size ${head.readUInt32BE(0)}`;
  if (type === TYPE.ackWindow) return `acknowledgement window ${head.readUInt32BE(0)}`;
  return `message of type ${type}`;
}

describe('towards a server, a relay', () => {
  test('says the same in the same order as OBS, and goes over to large chunks only for media', async () => {
    const said: string[] = [];
    await using platform = await ScriptedPlatform.start({
      onControl: (message) => said.push(inWords(message)),
      onMedia: () => said.at(-1) === 'media' || said.push('media'),
    });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: `${platform.address}?backup=1` });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    await vi.waitFor(() => expect(said.at(-1)).toBe('media'), QUICK);
    await watched.relay.close('PAUSED');
    await vi.waitFor(() => expect(said.at(-1)).toBe('deleteStream'), QUICK);
    expect(said).toEqual([
      'chunk size 4096',
      'connect',
      'releaseStream',
      'FCPublish',
      'acknowledgement window 4096',
      'createStream',
      'publish',
      'chunk size 65536',
      'media',
      // The first acknowledgement has come: from now on a few are enough.
      'acknowledgement window 262144',
      'media',
      'FCUnpublish',
      'deleteStream',
    ]);
  });

  test('introduces itself as OBS does, with what enhanced RTMP adds', async () => {
    await using platform = await ScriptedPlatform.start();
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: `${platform.address}?backup=1` });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    const parameters = platform.connects[0]?.parameters ?? {};
    const tcUrl = `${platform.address}?backup=1`;
    expect(Object.keys(parameters).slice(0, 5)).toEqual(['app', 'type', 'flashVer', 'swfUrl', 'tcUrl']);
    expect(parameters).toMatchObject({ app: 'live?backup=1', type: 'nonprivate', swfUrl: tcUrl, tcUrl });
    expect(parameters.flashVer).toMatch(/^FMLE\/3\.0 \(compatible; /);
    expect(parameters.fourCcList).toContain('hvc1');
    expect(parameters).not.toHaveProperty('audioCodecs');
  });

  test.each<[string, Behaviour]>([
    ['answers publish with a result in place of a status', { kind: 'result-for-publish' }],
    [
      'says what nobody asked for, or can read, and rejects what OBS sends for old servers',
      { kind: 'odd-commands' },
    ],
  ])('goes on when it %s', async (_what, behaviour) => {
    await using platform = await ScriptedPlatform.start({ behaviour });
    using encoder = new TestEncoder().start();
    const debug = vi.fn();
    const { feed } = encoder;
    await using watched = new WatchedRelay({ feed, address: platform.address, log: { debug } });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    expect(watched.facts.attempts).toBe(1);
    await watched.relay.close('PAUSED');
    const unreadable = behaviour.kind === 'odd-commands';
    expect(debug.mock.calls.length > 0).toBe(unreadable);
  });
});
