import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Product } from '../kit/product.ts';
import type { PeerEncoder } from './encoder.ts';
import { type RunningServer, SERVERS } from './servers.ts';
import { outcomeTable } from './table.ts';
import { type Outcome, tryEncoder } from './trial.ts';

/** Tests each encoder with all servers that run on this machine, through the running product, and prints a table. */
export function matrix(encoders: readonly PeerEncoder[]): void {
  const owned = new AsyncDisposableStack();
  const servers: RunningServer[] = [];
  const outcomes: Outcome[] = [];
  let product: Product;

  beforeAll(async () => {
    product = owned.use(await Product.start());
    for (const server of SERVERS.filter(({ missing }) => missing === undefined)) {
      const folder = join(product.dataDir, 'servers', server.name.replaceAll(/\W+/g, '-'));
      servers.push({ server, open: owned.use(await server.start(folder, product)) });
    }
  });
  afterAll(async () => {
    await owned.disposeAsync();
    const left = [...SERVERS, ...encoders].flatMap(({ name, missing }) =>
      missing === undefined ? [] : [`${name} is left out: ${missing}.`],
    );
    console.log([outcomeTable(outcomes), ...left].join('\n'));
  });

  for (const encoder of encoders) {
    it.skipIf(encoder.missing !== undefined)(
      `${encoder.name} goes live everywhere, may stop and crash and come back, and arrives as it was sent`,
      { timeout: 120_000 },
      async () => {
        const found = await tryEncoder({ product, encoder, servers });
        outcomes.push(...found);
        const faults = found.flatMap(({ server, faults }) => faults.map((fault) => `${server}: ${fault}`));
        expect(faults).toEqual([]);
      },
    );
  }
}
