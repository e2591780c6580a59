import type { FieldCode } from '../contracts/errors.ts';
import { keepsStreamKey } from './stream-key.ts';

interface Saved {
  rtmp_url: string;
  username: string | null;
  password_set: boolean;
}

/** What is left out stays as it is; a user name of null takes the login back. */
interface Wanted {
  rtmp_url?: string | undefined;
  username?: string | null | undefined;
  password?: string | undefined;
}

export interface LoginProblem {
  field: 'username' | 'password';
  code: FieldCode;
}

/**
 * What is wrong with the login that a destination would have. A user name needs a password, and the other way round;
 * like a stream key, a stored password is kept only for the server it was saved for.
 * @param saved null for a new destination
 */
export function loginProblem(saved: Saved | null, wanted: Wanted): LoginProblem | null {
  const username = wanted.username === undefined ? (saved?.username ?? null) : wanted.username;
  if (username === null) {
    return wanted.password === undefined ? null : { field: 'username', code: 'USERNAME_MISSING' };
  }
  if (wanted.password !== undefined) return null;
  if (!saved?.password_set) return { field: 'password', code: 'LOGIN_PASSWORD_MISSING' };
  const kept = wanted.rtmp_url === undefined || keepsStreamKey(saved.rtmp_url, wanted.rtmp_url);
  return kept ? null : { field: 'password', code: 'LOGIN_PASSWORD_NEEDED_AGAIN' };
}
