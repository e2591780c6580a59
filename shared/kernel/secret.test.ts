import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from './app-error.ts';
import { Secret } from './secret.ts';

/** Every way in which a value can end up in text. */
const WAYS: Record<string, (secret: Secret) => string> = {
  String: (secret) => String(secret),
  'template literal': (secret) => `${secret}`,
  concatenation: (secret) => ['', secret].join('|') + secret,
  'JSON.stringify': (secret) => JSON.stringify({ nested: [secret], secret }),
  'util.inspect': (secret) =>
    inspect({ secret, list: [secret] }, { depth: null, showHidden: true, getters: true }),
  'util.inspect without custom': (secret) => inspect(secret, { customInspect: false, showHidden: true }),
  'util.format': (secret) => format('%s %o %O %j %d', secret, secret, secret, secret, secret),
  'error message': (secret) => inspect(new Error(`failed with ${secret}`, { cause: secret })),
  'AppError details': (secret) =>
    inspect(new AppError({ code: 'X', fault: 'ours', message: 'm', action: 'a', details: { secret } }), {
      depth: null,
    }),
  'own properties': (secret) =>
    JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret), { ...secret }]),
  'a structured clone': (secret) => inspect(structuredClone(secret), { showHidden: true }),
  'Object.prototype.toString': (secret) => Object.prototype.toString.call(secret),
  toLocaleString: (secret: Secret) => secret.toLocaleString(),
};

test.each(Object.keys(WAYS))('property 12, redaction is total: %s', (way) => {
  // Long enough not to occur by chance in any surrounding format.
  const plain = fc.string({ minLength: 12, maxLength: 60, unit: fc.constantFrom(...'qzXJ7#~') });
  fc.assert(
    fc.property(plain, (text) => {
      expect(WAYS[way]?.(new Secret(text))).not.toContain(text);
    }),
  );
});

test('a printed secret is three stars', () => {
  const secret = new Secret('live_1234');
  expect([`${secret}`, String(secret), JSON.stringify(secret), inspect(secret)]).toEqual([
    '***',
    '***',
    '"***"',
    '***',
  ]);
});

test('only reveal gives the plain text', () => {
  expect(new Secret('live_1234').reveal()).toBe('live_1234');
});
