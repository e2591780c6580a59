import { notFound } from '../infra/http/problem.ts';
import type { AuthDeps } from './deps.ts';
import { findByRefreshHash, hasFamily, lockFamily, revokeFamily } from './store.ts';
import { refreshHash } from './tokens.ts';

/** Ends the sign-in that a refresh token belongs to; an unknown token is signed out already. */
export async function signOutByToken(deps: AuthDeps, token: string): Promise<void> {
  const row = await findByRefreshHash(deps.db, refreshHash(token));
  if (row) await endSignIn(deps, row.family_id);
}

/**
 * Signs one of the user's devices out.
 * @throws Problem 404 when it is not one of theirs
 */
export async function signOutDevice(deps: AuthDeps, userId: string, signInId: string): Promise<void> {
  if (!(await hasFamily(deps.db, userId, signInId))) throw notFound('device');
  await endSignIn(deps, signInId);
}

export async function endSignIn(deps: AuthDeps, signInId: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockFamily(tx, signInId);
    await revokeFamily(tx, signInId, new Date(deps.clock()));
  });
  deps.signedOut(signInId);
}
