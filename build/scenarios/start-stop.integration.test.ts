import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '@neustream/shared/node/ports.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { allProcesses, isAlive } from '../kit/process-list.ts';
import { failedStart, newDataFolder, Product } from '../kit/product.ts';
import { Show } from '../kit/show.ts';

describe('a product that runs', () => {
  const owned = new AsyncDisposableStack();
  let product: Product;

  beforeAll(async () => {
    const dataDir = newDataFolder();
    mkdirSync(join(dataDir, 'postgres.new'));
    writeFileSync(join(dataDir, 'postgres.new', 'half'), '');
    writeFileSync(join(dataDir, 'start.lock'), '999999');
    product = owned.use(await Product.start({ dataDir }));
  });
  afterAll(() => owned.disposeAsync());

  it('begins anew where an earlier first start was interrupted half-way', async () => {
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
  });

  it('is not disturbed by a start on the same data folder, which says that it is in use', async () => {
    const { code, said } = await failedStart({ dataDir: product.dataDir });
    expect(code).toBe(1);
    expect(said).toContain('already running');
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'with %s while live unpublishes properly and leaves no process',
    async (signal) => {
      if (!product.running) product = owned.use(await product.startAgain());
      await using platform = await ScriptedPlatform.start();
      const targets = [{ name: 'platform', address: platform.address }];
      await using show = await Show.begin({ product, targets });
      await show.screen.allLive([show.destination('platform').id]);
      const pids = product.processes().map(({ pid }) => pid);
      expect(pids.length).toBeGreaterThanOrEqual(5);
      expect(await product.stop(signal)).toBe(0);
      expect(pids.filter(isAlive)).toEqual([]);
      expect(product.processes()).toEqual([]);
      expect(platform.current).toEqual([]);
      expect(platform.streams.map(({ unpublished }) => unpublished)).toEqual([true]);
    },
  );
});

describe.concurrent('a start that cannot be', () => {
  const taken = createServer();
  let port = 0;
  beforeAll(async () => {
    port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
  });
  afterAll(() => taken.close());

  it.each(['PORT', 'METRICS_PORT', 'RTMP_PORT', 'DIRECT_PORT', 'MEDIA_CONTROL_PORT'])(
    'because %s is taken says so in one clear sentence, and leaves nothing behind',
    async (setting) => {
      const dataDir = newDataFolder();
      const { code, said } = await failedStart({ dataDir, settings: { [setting]: String(port) } });
      expect(code).toBe(1);
      expect(said).toContain(String(port));
      expect(said).toContain(setting);
      expect(said).not.toMatch(/^\s+at /m);
      expect(allProcesses().filter(({ command }) => command.includes(dataDir))).toEqual([]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  );

  it('because the data folder is a file says which folder and which setting', async () => {
    const folder = newDataFolder();
    const dataDir = join(folder, 'data');
    writeFileSync(dataDir, 'not a folder');
    const { code, said } = await failedStart({ dataDir });
    expect(code).toBe(1);
    expect(said).toContain(dataDir);
    expect(said).toContain('DATA_DIR');
    expect(said).not.toMatch(/^\s+at /m);
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(process.getuid?.() === 0)('because the data folder may not be written says so', async () => {
    const dataDir = newDataFolder();
    chmodSync(dataDir, 0o500);
    const { code, said } = await failedStart({ dataDir });
    expect(code).toBe(1);
    expect(said).toContain('DATA_DIR');
    chmodSync(dataDir, 0o700);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('because the database given is not there says so without its password', async () => {
    const password = 'canary-database-password';
    const address = `postgres://someone:${password}@127.0.0.1:${await freePort()}/neustream`;
    const { code, said } = await failedStart({ settings: { DATABASE_URL: address } });
    expect(code).toBe(1);
    expect(said).toContain('DATABASE_URL');
    expect(said).not.toContain(password);
    expect(said).not.toMatch(/^\s+at /m);
  });

  it('because a setting is wrong names every wrong one at once', async () => {
    const { code, said } = await failedStart({
      settings: { RATE_LIMIT_FACTOR: 'many', DEFAULT_PLAN: 'gold' },
    });
    expect(code).toBe(1);
    expect(said).toContain('RATE_LIMIT_FACTOR');
    expect(said).toContain('DEFAULT_PLAN');
  });
});
