import type { IncomingMessage } from 'node:http';
import type { Caller } from '../infra/http/handler.ts';
import type { AuthDeps } from './deps.ts';
import { findSignIn } from './store.ts';

export const ACCESS_COOKIE = 'neustream_access';
export const REFRESH_COOKIE = 'neustream_refresh';
export const DEVICE_COOKIE = 'neustream_device';

type Deps = Pick<AuthDeps, 'db' | 'clock' | 'accessTokens' | 'cookies'>;

/** Who makes a request, judged by its Bearer token or, without one, by the pages' cookie. */
export async function authenticateRequest(deps: Deps, request: IncomingMessage): Promise<Caller | null> {
  const header = request.headers.authorization;
  const token =
    header === undefined ? deps.cookies.read(request, ACCESS_COOKIE) : /^Bearer (\S+)$/i.exec(header)?.[1];
  return token === undefined ? null : await authenticateToken(deps, token);
}

/** Who an access token belongs to; null once it has expired or its sign-in was revoked. */
export async function authenticateToken(deps: Deps, token: string): Promise<Caller | null> {
  const claims = await deps.accessTokens.verify(token);
  if (!claims) return null;
  const now = new Date(deps.clock());
  const signIn = await findSignIn(deps.db, { userId: claims.userId, familyId: claims.signInId, now });
  return signIn ? { ...claims, role: signIn.role } : null;
}
