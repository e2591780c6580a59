import { Secret } from '@neustream/shared/kernel/secret.ts';
import { expect, test, vi } from 'vitest';
import { ScriptedPlatform } from '../../../build/kit/platforms/scripted.ts';
import { LOCAL_NETWORK } from '../testing/rig.ts';
import { ConnectionTests } from './connection-tests.ts';

const QUICK = { timeout: 1800, interval: 10 };
const steady = () => performance.now();
const isSending = (id: string) => id === 'live';

async function silentPlatform() {
  const platform = await ScriptedPlatform.start({ behaviour: { kind: 'silent' } });
  const tests = new ConnectionTests({ network: LOCAL_NETWORK, isSending, steady });
  const run = (destinationId: string, signal = new AbortController().signal) =>
    tests.run(
      {
        destinationId,
        address: platform.address,
        streamKey: new Secret('key'),
        username: null,
        password: null,
      },
      signal,
    );
  return { platform, tests, run };
}

test('a relay that begins takes the place of a test of its destination', async () => {
  const { platform, tests, run } = await silentPlatform();
  const underWay = run('d1');
  await vi.waitFor(() => expect(platform.connections).toBe(1), QUICK);
  tests.giveWayTo('another');
  tests.giveWayTo('d1');
  expect(await underWay).toEqual({ outcome: 'sending' });
  await platform[Symbol.asyncDispose]();
});

test('a destination that is sent to is not tested', async () => {
  const { platform, run } = await silentPlatform();
  expect(await run('live')).toEqual({ outcome: 'sending' });
  expect(platform.connections).toBe(0);
  await platform[Symbol.asyncDispose]();
});

test('a node does eight tests at once, one of each destination, and ends those that nobody waits for', async () => {
  const { platform, run } = await silentPlatform();
  const gone = new AbortController();
  const underWay = ['1', '2', '3', '4', '5', '6', '7'].map((id) => run(id, gone.signal));
  expect(await run('1')).toEqual({ outcome: 'busy' });
  underWay.push(run('8', gone.signal));
  expect(await run('9')).toEqual({ outcome: 'busy' });
  await vi.waitFor(() => expect(platform.connections).toBe(8), QUICK);
  gone.abort();
  const ended = await Promise.allSettled(underWay);
  expect(ended.map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
  const last = run('9', AbortSignal.timeout(100));
  await vi.waitFor(() => expect(platform.connections).toBe(9), QUICK);
  await expect(last).rejects.toThrow();
  await platform[Symbol.asyncDispose]();
});
