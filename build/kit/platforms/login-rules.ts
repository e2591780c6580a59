import { createHash } from 'node:crypto';
import type { Refusal } from '../rtmp/receiving.ts';

/** A login that a server demands, and in which of the two ways that publishers know. */
export interface LoginRules {
  mod: 'adobe' | 'llnw';
  user: string;
  password: string;
  /** Sends `opaque` beside the challenge (Adobe only), as some servers do. */
  opaque?: string;
}

const SALT = 'c2FsdA==';
const CHALLENGE = 'Y2hhbGxlbmdl';
const CODE = 'NetConnection.Connect.Rejected';

/** Why a `connect` with this application is refused by a server that demands a login; null when it is right. */
export function loginRefusal(app: string, rules: LoginRules): Refusal | null {
  const { mod, user } = rules;
  const says = (description: string): Refusal => ({ code: CODE, description });
  const prefix = `[ AccessManager.Reject ] : [ authmod=${mod} ] :`;
  const [path = '', query = ''] = split(app, `?authmod=${mod}`);
  if (query === '') return says(`[ AccessManager.Reject ] : [ code=403 need auth; authmod=${mod} ] : `);
  const given = new Map(query.split('&').map((pair) => split(pair, '=')));
  if (given.get('user') !== user) return says(`${prefix} ?reason=nosuchuser&opaque=x`);
  const response = given.get('response');
  if (response === undefined) return says(`${prefix} ?reason=needauth&user=${user}&${challengeOf(rules)}`);
  return response === expected(path, given, rules) ? null : says(`${prefix} ?reason=authfailed&opaque=x`);
}

function challengeOf({ mod, opaque }: LoginRules): string {
  if (mod === 'llnw') return `nonce=${CHALLENGE}`;
  return `salt=${SALT}&challenge=${CHALLENGE}${opaque === undefined ? '' : `&opaque=${opaque}`}`;
}

function expected(
  path: string,
  given: Map<string, string>,
  { mod, user, password, opaque }: LoginRules,
): string {
  if (mod === 'adobe') {
    const digest = md5(`${user}${SALT}${password}`, 'base64');
    return md5(`${digest}${opaque ?? CHALLENGE}${given.get('challenge')}`, 'base64');
  }
  const [bare = ''] = path.split('?');
  const instance = bare.includes('/') ? bare : `${bare}/_definst_`;
  const secret = md5(`${user}:live:${password}`, 'hex');
  const what = md5(`publish:/${instance}`, 'hex');
  return md5(`${secret}:${given.get('nonce')}:${given.get('nc')}:${given.get('cnonce')}:auth:${what}`, 'hex');
}

function md5(text: string, encoding: 'base64' | 'hex'): string {
  return createHash('md5').update(text).digest(encoding);
}

/** What stands before and after the first `mark`. */
function split(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
