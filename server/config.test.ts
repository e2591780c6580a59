import { randomBytes } from 'node:crypto';
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

  it('says what a key-encryption key has to be', () => {
    expect(() => read({ KEY_ENCRYPTION_KEY: 'short' })).toThrow(/32 random bytes in base64/);
  });

  it('takes addresses of proxies as well as their number', () => {
    expect(read({ TRUST_PROXY: '10.0.0.1, 10.0.0.2' }).trustProxy).toEqual(['10.0.0.1', '10.0.0.2']);
  });
});
