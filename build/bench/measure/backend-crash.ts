import { setTimeout as delay } from 'node:timers/promises';
import { hasMediaNode } from '../../kit/ready.ts';
import { Stack } from '../../kit/stack.ts';
import { until } from '../../kit/wait.ts';
import { Publisher } from '../publisher.ts';
import { Sink } from '../sink.ts';

const OUTPUTS = 3;
const BACK_MS = 30_000;

/**
 * The whole product live on three outputs while its API and then its database are killed: how many pictures the
 * worst output missed, with reconnects counted as one second each.
 */
export async function measureBackendCrash(inputFile: string): Promise<number> {
  await using stack = await Stack.start();
  await using sink = await Sink.create(OUTPUTS);
  await using publisher = await Publisher.create(inputFile);
  const user = await stack.signUp();
  const source = await user.createSource();
  for (const { address, key } of sink.outputs) await source.addDestination({ name: key, address, key });
  await source.goLive();
  await publisher.start(source.publishUrl);
  await until(
    async () => (await sink.report()).every(({ latestFirstVideoAt }) => latestFirstVideoAt !== null),
    {
      what: 'every output receiving',
      timeoutMs: BACK_MS,
    },
  );
  for (const victim of ['server', 'postgres'] as const) {
    await delay(2_000);
    stack.kill(victim);
    await delay(500);
    await until(() => hasMediaNode(stack.serverUrl), {
      what: `the API after ${victim} died`,
      timeoutMs: BACK_MS,
    });
  }
  await delay(2_000);
  const outputs = await sink.report();
  await publisher.stop();
  return Math.max(...outputs.map(({ picturesMissing, publishes }) => picturesMissing + (publishes - 1) * 60));
}
