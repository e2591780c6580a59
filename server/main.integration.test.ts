import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Starts the API as an operator would, and returns its output when it ends at once. */
function startWith(env: Record<string, string>): Promise<{ code: unknown; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN], { env, timeout: 20_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code, said: `${stdout}${stderr}` }),
    );
  });
}

describe('the API started with a setting that makes no sense', () => {
  it.each([
    [{ TRUST_PROXY: 'foo' }, /TRUST_PROXY: Use the number of proxies/],
    [{ PUBLIC_URL: 'http://exa%mple' }, /PUBLIC_URL: Use an address that begins with http:\/\//],
    [{ PUBLIC_URL: 'https://studio.example' }, /TRUST_PROXY: Needed in production/],
  ])('%o ends with one clear sentence and no stack', async (env, sentence) => {
    const { code, said } = await startWith(env);
    expect(code).toBe(78);
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/^\s+at |\bError\b/m);
  });

  it.each(['no host', 'x'.repeat(300), 'fe80::1', '192.0.2.1'])(
    'such as the HOST %s says so too, before it touches anything',
    async (HOST) => {
      const { code, said } = await startWith({ ...PRODUCTION, HOST, DATA_DIR: '/dev/null/nowhere' });
      expect([code, said]).toEqual([
        1,
        expect.stringMatching(/^This machine has no address .*\nCorrect HOST/),
      ]);
    },
  );
});

const PRODUCTION = {
  PUBLIC_URL: 'https://studio.example',
  TRUST_PROXY: '1',
  JWT_SECRET: 'x'.repeat(40),
  KEY_ENCRYPTION_KEY: `${'A'.repeat(43)}=`,
  MEDIA_NODE_TOKEN: 'x'.repeat(40),
};
