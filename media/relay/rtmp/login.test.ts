import { Secret } from '@neustream/shared/kernel/secret.ts';
import { describe, expect, test } from 'vitest';
import { type LoginAsk, loginQuery, readLoginAsk } from './login.ts';

const login = { username: 'studio', password: new Secret('secret') };
const answer = (description: string, app = 'live') => {
  const ask = readLoginAsk(description);
  if (ask === null || ask.kind === 'refused') throw new Error('nothing is asked for');
  return loginQuery(ask, { login, app, clientNonce: '00abcdef' });
};

describe('a refusal of connect', () => {
  test.each<[string, LoginAsk | null]>([
    ['code=403 need auth; authmod=adobe', { kind: 'name', mod: 'adobe' }],
    ['[ AccessManager.Reject ] : [ code=403 need auth; authmod=llnw ] : ', { kind: 'name', mod: 'llnw' }],
    [
      'authmod=adobe ?reason=needauth&user=me&salt=c2E=&challenge=Y2g=',
      { kind: 'adobe', user: 'me', salt: 'c2E=', challenge: 'Y2g=', opaque: null },
    ],
    [
      '[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=me&salt=s&challenge=c&opaque=o ]',
      { kind: 'adobe', user: 'me', salt: 's', challenge: 'c', opaque: 'o' },
    ],
    ['authmod=llnw ?reason=needauth&user=me&nonce=bg==', { kind: 'llnw', user: 'me', nonce: 'bg==' }],
    ['authmod=adobe ?reason=authfailed&opaque=x', { kind: 'refused' }],
    ['authmod=llnw ?reason=nosuchuser', { kind: 'refused' }],
    ['authmod=kerberos code=403 need auth', null],
    ['authmod=adobe and nothing else', null],
    ['No such application.', null],
    ['', null],
  ])('%j asks for %j', (description, ask) => {
    expect(readLoginAsk(description)).toEqual(ask);
  });

  test('is read however strange its challenge is', () => {
    const strange = `authmod=adobe ?reason=needauth&&=&x&user=&salt==&challenge=${'c'.repeat(10_000)}`;
    expect(readLoginAsk(strange)).toEqual({
      kind: 'adobe',
      user: null,
      salt: '=',
      challenge: '',
      opaque: null,
    });
  });
});

// Computed with Python's hashlib from the steps of FFmpeg's do_adobe_auth and do_llnw_auth.
describe('the answer', () => {
  test('names the user first', () => {
    expect(answer('code=403 need auth; authmod=adobe')).toBe('?authmod=adobe&user=studio');
  });

  test('to an Adobe challenge', () => {
    expect(answer('authmod=adobe ?reason=needauth&user=studio&salt=c2E=&challenge=Y2g=')).toBe(
      '?authmod=adobe&user=studio&challenge=00abcdef&response=TmaeoBkImfZRYpLd5DcfJA==',
    );
  });

  test('to an Adobe challenge with opaque', () => {
    expect(answer('authmod=adobe ?reason=needauth&user=studio&salt=c2E=&challenge=Y2g=&opaque=b3A=')).toBe(
      '?authmod=adobe&user=studio&challenge=00abcdef&response=52/TtYFPGy7VXQ3J4v641w==&opaque=b3A=',
    );
  });

  test.each([
    ['live', '8bddb00f36310f72805e816796e7b09d'],
    ['live/eu?x=1', '765e6ca884becfe8d5377ae703bbfd1f'],
  ])('to a Limelight challenge for %s', (app, response) => {
    expect(answer('authmod=llnw ?reason=needauth&user=studio&nonce=bm9uY2U=', app)).toBe(
      `?authmod=llnw&user=studio&nonce=bm9uY2U=&cnonce=00abcdef&nc=00000001&response=${response}`,
    );
  });
});
