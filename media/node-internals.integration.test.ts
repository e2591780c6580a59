import { describe, expect, it, vi } from 'vitest';
import { startEncoder } from '../build/kit/encoders/encoder.ts';
import { ScriptedPlatform } from '../build/kit/platforms/scripted.ts';
import { FakeApi } from './testing/fake-api.ts';
import { NodeProcess } from './testing/node-process.ts';
import { planSession } from './testing/plan.ts';

const SOON = { timeout: 15_000, interval: 10 };

describe.each([
  ['auto', 'internals of Node are in use: writing to socket handles'],
  ['off', 'no internals of Node are in use'],
])('a media node with NODE_INTERNALS=%s', (setting, sentence) => {
  it.each(['builtin', 'mediamtx'])('says so and sends to every platform (INGEST=%s)', async (ingest) => {
    await using api = await FakeApi.start();
    await using first = await ScriptedPlatform.start();
    await using second = await ScriptedPlatform.start();
    await using node = await NodeProcess.start(api.url, { NODE_INTERNALS: setting, INGEST: ingest });
    const session = planSession([first.address, second.address]);
    await node.put(session.plan);
    await using _encoder = startEncoder({
      url: `${node.endpoints?.rtmp}/${session.plan.publicId}?key=${session.key}`,
    });
    await vi.waitFor(() => {
      const relays = api.session(session.plan.sessionId)?.relays ?? [];
      expect(relays.map(({ status }) => status)).toEqual(['LIVE', 'LIVE']);
      expect(relays.every(({ bytesSent }) => bytesSent > 100_000)).toBe(true);
    }, SOON);
    expect(node.output.join()).toContain(sentence);
  });
});
