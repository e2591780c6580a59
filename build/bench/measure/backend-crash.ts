import { setTimeout as delay } from 'node:timers/promises';
import { until } from '@neustream/shared/node/wait.ts';
import { Person, rtmpUrl } from '../../kit/person.ts';
import { Product } from '../../kit/product.ts';
import { hasMediaNode } from '../../start/ready.ts';
import { Publisher } from '../publisher.ts';
import { Sink } from '../sink.ts';

const OUTPUTS = 3;
const BACK_MS = 30_000;

/**
 * The whole product, live on three outputs, while its API and then its database are killed: how many frames the worst
 * output missed, with each reconnect counted as one second.
 */
export async function measureBackendCrash(inputFile: string): Promise<number> {
  await using product = await Product.start();
  await using sink = await Sink.create(OUTPUTS);
  await using publisher = await Publisher.create(inputFile);
  const person = await Person.signUp({ url: product.url });
  const { view } = await person.createSource();
  for (const { address, key } of sink.outputs)
    await person.addDestination(view.id, { name: key, address, key });
  const { ingest } = await person.goLive(view.id);
  await publisher.start([rtmpUrl(ingest)]);
  await until(
    async () => (await sink.report()).every(({ latestFirstVideoAt }) => latestFirstVideoAt !== null),
    {
      what: 'every output receiving',
      timeoutMs: BACK_MS,
    },
  );
  for (const victim of ['server', 'postgres'] as const) {
    await delay(2_000);
    await product.crash(victim);
    await delay(500);
    await until(() => hasMediaNode(product.url), {
      what: `the API after ${victim} died`,
      timeoutMs: BACK_MS,
    });
  }
  await delay(2_000);
  const outputs = await sink.report();
  await publisher.stop();
  return Math.max(...outputs.map(({ picturesMissing, publishes }) => picturesMissing + (publishes - 1) * 60));
}
