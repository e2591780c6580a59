import { expect, it } from 'vitest';
import { loginProblem } from './login.ts';

const SERVER = 'rtmp://one.example/live';
const without = { rtmp_url: SERVER, username: null, password_set: false };
const saved = { rtmp_url: SERVER, username: 'me', password_set: true };

it.each([
  ['no login', null, {}, null],
  ['both', null, { username: 'me', password: 'p' }, null],
  ['a password alone', null, { password: 'p' }, 'USERNAME_MISSING'],
  ['a user name alone', null, { username: 'me' }, 'LOGIN_PASSWORD_MISSING'],
  ['a user name for one that has no password', without, { username: 'me' }, 'LOGIN_PASSWORD_MISSING'],
  ['a password for one that has no user name', without, { password: 'p' }, 'USERNAME_MISSING'],
  ['another user name for the stored password', saved, { username: 'you' }, null],
  ['another password', saved, { password: 'p' }, null],
  ['no login any more', saved, { username: null }, null],
  ['a password without its user name', saved, { username: null, password: 'p' }, 'USERNAME_MISSING'],
  ['another application of the server', saved, { rtmp_url: 'rtmp://ONE.example:1935/other' }, null],
  ['another server', saved, { rtmp_url: 'rtmp://two.example/live' }, 'LOGIN_PASSWORD_NEEDED_AGAIN'],
  [
    'another server, and the password again',
    saved,
    { rtmp_url: 'rtmp://two.example/live', password: 'p' },
    null,
  ],
  ['another server without a login', saved, { rtmp_url: 'rtmp://two.example/live', username: null }, null],
])('a destination with %s', (_what, before, wanted, code) => {
  expect(loginProblem(before, wanted)?.code ?? null).toBe(code);
});
