import { randomBytes } from 'node:crypto';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { describe, expect, it } from 'vitest';
import { readServerConfig } from './config.ts';

const read = (env: Record<string, string>) => readServerConfig({ env, readFile: () => '' });
const secret = () => randomBytes(32).toString('base64');

describe('the configuration', () => {
  it('needs nothing on loopback', () => {
    expect(read({})).toMatchObject({ production: false, host: '127.0.0.1', port: 3000, trustProxy: null });
  });

  it.each([{ NODE_ENV: 'production' }, { HOST: '0.0.0.0' }])(
    'has no preset secret in production: %o',
    (env) => {
      const names = ['JWT_SECRET', 'KEY_ENCRYPTION_KEY', 'MEDIA_NODE_TOKEN', 'PUBLIC_URL', 'TRUST_PROXY'];
      for (const name of names) expect(() => read(env)).toThrow(new RegExp(`${name}: Needed in production`));
    },
  );

  it('is complete in production with secrets, an https address and a proxy', () => {
    const secrets = { JWT_SECRET: secret(), KEY_ENCRYPTION_KEY: secret(), MEDIA_NODE_TOKEN: secret() };
    const config = read({ HOST: '0.0.0.0', PUBLIC_URL: 'https://a.example', TRUST_PROXY: '1', ...secrets });
    expect(config).toMatchObject({ production: true, trustProxy: 1 });
    expect(JSON.stringify(config)).not.toContain(secrets.JWT_SECRET);
  });

  it('takes an https address for production whatever HOST is, and wants the proxy that takes TLS', () => {
    const address = 'HTTPS://Studio.Example:443/';
    expect(() => read({ PUBLIC_URL: address })).toThrow(
      /TRUST_PROXY: Needed in production.*https PUBLIC_URL/,
    );
    const secrets = { JWT_SECRET: secret(), KEY_ENCRYPTION_KEY: secret(), MEDIA_NODE_TOKEN: secret() };
    expect(() => read({ PUBLIC_URL: address, TRUST_PROXY: '0', ...secrets })).toThrow(
      /right:\n {2}TRUST_PROXY: [^\n]*$/,
    );
    expect(read({ PUBLIC_URL: address, TRUST_PROXY: 'loopback', ...secrets })).toMatchObject({
      production: true,
      publicUrl: 'https://studio.example',
    });
  });

  it('stays in development with an http address on loopback', () => {
    expect(read({ PUBLIC_URL: 'http://localhost:3000', HOST: '127.0.0.2' }).production).toBe(false);
  });

  it('says what a key-encryption key has to be', () => {
    expect(() => read({ KEY_ENCRYPTION_KEY: 'short' })).toThrow(/32 random bytes in base64/);
  });

  it('takes addresses of proxies as well as their number', () => {
    expect(read({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
    expect(read({ TRUST_PROXY: '10.0.0.0/8,::1,loopback' }).trustProxy).toEqual([
      '10.0.0.0/8',
      '::1',
      'loopback',
    ]);
    expect(read({ TRUST_PROXY: '10.0.0.1, 10.0.0.2' }).trustProxy).toEqual(['10.0.0.1', '10.0.0.2']);
  });
});

describe('nonsense in a setting is answered with one sentence that says what would be right', () => {
  it.each([
    ['NODE_ENV', ['prod', 'PRODUCTION']],
    ['PORT', ['http', '-1', '65536', '3e3', '0x50', '80.5', '080000']],
    ['METRICS_PORT', ['none', '99999']],
    [
      'PUBLIC_URL',
      ['http://exa%mple', 'studio.example', 'https:studio', 'https://', 'ftp://a.example', 'https://a:x'],
    ],
    [
      'TRUST_PROXY',
      [
        'foo',
        'true',
        '-1',
        '1.5',
        '17',
        '1,10.0.0.1',
        '10.0.0.1/33',
        '10.0.0.256',
        '::1/129',
        '10.0.0.0/8/8',
      ],
    ],
    [
      'ALLOWED_ORIGINS',
      ['*', 'studio.example', 'https://a.example/path', 'https://exa%mple', 'file:///pages', 'null'],
    ],
    ['LOG_LEVEL', ['loud']],
    [
      'DATABASE_URL',
      ['mysql://a/b', 'postgres', 'postgres:a', 'postgres://exa mple/b', 'postgres://h:port/b'],
    ],
    ['POSTGRES_PORT', ['5432a']],
    ['JWT_SECRET', ['short']],
    ['KEY_ENCRYPTION_KEY', ['short', 'x'.repeat(100), `${'!'.repeat(20)}${'A'.repeat(43)}=`]],
    ['KEY_ENCRYPTION_KEY_PREVIOUS', ['short']],
    ['MEDIA_NODE_TOKEN', ['short']],
    ['ALLOW_REGISTRATION', ['perhaps', '2']],
    ['DEFAULT_PLAN', ['gold']],
    ['RATE_LIMIT_FACTOR', ['0', '-1', 'many', 'Infinity', 'NaN', '1e300']],
  ])('%s', (name, texts) => {
    for (const text of texts) {
      const problems = problemsOf({ [name]: text });
      expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name}: Use [^\\n]+\\.?$`))]);
    }
  });
});

function problemsOf(env: Record<string, string>): unknown {
  try {
    read(env);
  } catch (error) {
    return error instanceof AppError ? error.details : error;
  }
  return [];
}
