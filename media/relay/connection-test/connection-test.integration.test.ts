import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { describe, expect, it, vi } from 'vitest';
import { nginxMissing } from '../../../build/kit/nginx.ts';
import { IndependentPlatform } from '../../../build/kit/platforms/independent.ts';
import { NginxPlatform } from '../../../build/kit/platforms/nginx-rtmp.ts';
import type { Platform } from '../../../build/kit/platforms/platform.ts';
import { LOCAL_NETWORK } from '../testing/rig.ts';
import { testConnection } from './connection-test.ts';

const SERVERS: [name: string, start: (folder: string) => Promise<Platform>, missing?: string | undefined][] =
  [
    ['node-media-server', (folder) => IndependentPlatform.start({ name: 'node-media-server', folder })],
    ['nginx with the RTMP module', (folder) => NginxPlatform.start({ folder }), nginxMissing()],
  ];

const testOf = (address: string, key: string | null) =>
  testConnection({
    address,
    streamKey: key === null ? null : new Secret(key),
    login: null,
    network: LOCAL_NETWORK,
    withinMs: 10_000,
    signal: new AbortController().signal,
    steady: () => performance.now(),
  });

describe.each(SERVERS)('a connection to %s', (_name, start, missing) => {
  it.skipIf(missing !== undefined)(
    'is tested with a key and without one, and no publish stays open',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'neustream-test-'));
      await using owned = new AsyncDisposableStack();
      owned.defer(() => rmSync(folder, { recursive: true, force: true }));
      const platform = owned.use(await start(folder));
      const withoutKey = await testOf(platform.address, null);
      expect(withoutKey.passed.map(({ step }) => step)).toEqual(['dial', 'handshake', 'connect']);
      expect(withoutKey).toMatchObject({ failed: null, keyTried: false });
      expect((await platform.report()).streams).toEqual([]);
      const withKey = await testOf(platform.address, 'a-key');
      expect(withKey.passed.map(({ step }) => step)).toEqual(['dial', 'handshake', 'connect', 'publish']);
      expect(withKey).toMatchObject({ failed: null, keyTried: true });
      await vi.waitFor(async () => {
        const { streams } = await platform.report();
        expect(streams).toMatchObject([{ key: 'a-key', bytes: 0, endedAt: expect.any(Number) }]);
      });
    },
  );
});

it.skipIf(nginxMissing() !== undefined)(
  'nginx turns an unknown application away before it is shown a key',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neustream-test-'));
    await using owned = new AsyncDisposableStack();
    owned.defer(() => rmSync(folder, { recursive: true, force: true }));
    const platform = owned.use(await NginxPlatform.start({ folder }));
    const { passed, failed, keyTried } = await testOf(platform.address.replace('/live', '/nothing'), 'a-key');
    expect(passed.map(({ step }) => step)).toEqual(['dial', 'handshake']);
    expect(failed?.step).toBe('connect');
    expect(failed?.reasonCode).toBe('CONNECT_HUNG_UP');
    expect(keyTried).toBe(false);
  },
);
