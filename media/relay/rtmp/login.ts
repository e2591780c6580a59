import { createHash } from 'node:crypto';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { adobeDigest, adobeResponse } from '@neustream/shared/node/adobe-login.ts';

/**
 * Logging in to a server that wants a user name and a password besides the stream key. It refuses `connect` and says in
 * its description what it wants; the client comes back on a new connection with the answer in the query of the
 * application. First the name is asked for, then the answer to a challenge. There is no specification: this is what
 * librtmp (`PublisherAuth`) and FFmpeg (`do_adobe_auth`, `do_llnw_auth`) do.
 */

/** A user name and password saved with a destination. */
export interface Login {
  username: string;
  password: Secret;
}

/** What was saved, if it makes a login. */
export function loginOf({ username, password }: { [part in keyof Login]: Login[part] | null }): Login | null {
  return username === null || password === null ? null : { username, password };
}

/** What the description of a refusal asks for. */
export type LoginAsk =
  | { kind: 'name'; mod: LoginMod }
  | { kind: 'adobe'; user: string | null; salt: string; challenge: string; opaque: string | null }
  | { kind: 'llnw'; user: string | null; nonce: string }
  /** The user or the password is wrong. */
  | { kind: 'refused' };

export const LOGIN_MODS = ['adobe', 'llnw'] as const;
export type LoginMod = (typeof LOGIN_MODS)[number];

const NEEDS_NAME = /code=403 need auth/;
const REASON = /\?reason=([a-z]+)([^\s\]]*)/i;
/** Longer values are no challenge: they would be sent back in a command. */
const MAX_VALUE = 500;
/** How often this `cnonce` has been used, as 8 hexadecimal digits (RFC 2617, section 3.2.2). */
const NONCE_COUNT = '00000001';
const REALM = 'live';
const DEFAULT_INSTANCE = '_definst_';

/** Reads what a server's refusal asks for; null when it is about something else. */
export function readLoginAsk(description: string): LoginAsk | null {
  const mod = LOGIN_MODS.find((name) => description.includes(`authmod=${name}`));
  if (mod === undefined) return null;
  const [, reason, rest = ''] = REASON.exec(description) ?? [];
  if (reason === undefined) return NEEDS_NAME.test(description) ? { kind: 'name', mod } : null;
  return reason === 'needauth' ? readChallenge(mod, parameters(rest)) : { kind: 'refused' };
}

function readChallenge(mod: LoginMod, given: Map<string, string>): LoginAsk {
  const user = given.get('user') ?? null;
  if (mod === 'llnw') return { kind: 'llnw', user, nonce: given.get('nonce') ?? '' };
  const salt = given.get('salt') ?? '';
  return {
    kind: 'adobe',
    user,
    salt,
    challenge: given.get('challenge') ?? '',
    opaque: given.get('opaque') ?? null,
  };
}

/** Values are not escaped, and may hold `=` (base64). */
function parameters(query: string): Map<string, string> {
  const pairs = query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)] as const;
  });
  return new Map(pairs.filter(([name, value]) => name !== '' && value !== '' && value.length <= MAX_VALUE));
}

export interface LoginAnswerOptions {
  login: Login;
  /** The application, without what earlier rounds added to it. */
  app: string;
  /** Eight hexadecimal digits that nobody can foresee. */
  clientNonce: string;
}

/** What is added to the application and to `tcUrl` on the next connection. */
export function loginQuery(
  ask: Exclude<LoginAsk, { kind: 'refused' }>,
  { login, app, clientNonce }: LoginAnswerOptions,
): string {
  const mod = ask.kind === 'name' ? ask.mod : ask.kind;
  const hello = `?authmod=${mod}&user=${login.username}`;
  if (ask.kind === 'name') return hello;
  const { password } = login;
  const user = ask.user ?? login.username;
  if (ask.kind === 'llnw') {
    const { nonce } = ask;
    const response = llnwResponse({ user, password, nonce, app, clientNonce });
    return `${hello}&nonce=${nonce}&cnonce=${clientNonce}&nc=${NONCE_COUNT}&response=${response}`;
  }
  const round = { challenge: ask.opaque ?? ask.challenge, clientChallenge: clientNonce };
  const response = adobeResponse(adobeDigest({ user, salt: ask.salt, password }), round);
  const opaque = ask.opaque === null ? '' : `&opaque=${ask.opaque}`;
  return `${hello}&challenge=${clientNonce}&response=${response}${opaque}`;
}

interface LlnwRound {
  user: string;
  password: Secret;
  nonce: string;
  app: string;
  clientNonce: string;
}

/** Digest access authentication (RFC 2617, section 3.2.2) with the method `publish`. */
function llnwResponse({ user, password, nonce, app, clientNonce }: LlnwRound): string {
  const path = app.split('?', 1)[0] ?? '';
  const instance = path.includes('/') ? path : `${path}/${DEFAULT_INSTANCE}`;
  const secret = md5Hex(`${user}:${REALM}:${password.reveal()}`);
  return md5Hex(`${secret}:${nonce}:${NONCE_COUNT}:${clientNonce}:auth:${md5Hex(`publish:/${instance}`)}`);
}

function md5Hex(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
