import { notFound } from '../infra/http/problem.ts';
import type { Origin } from '../infra/security-log.ts';
import type { AuthDeps } from './deps.ts';
import { forgetOtherDevices } from './known-devices-store.ts';
import { signedOutProblem } from './refresh.ts';
import { afterRevocation, endSignIn } from './revocation.ts';
import { findByRefreshHash, findSignIn, hasFamily, lockUser, revokeAll, type SignInOf } from './store.ts';
import { tokenHash } from './tokens.ts';

/** Ends the sign-in that a refresh token belongs to; for an unknown token there is nothing left to do. */
export async function signOutByToken(deps: AuthDeps, token: string, origin: Origin): Promise<void> {
  const row = await findByRefreshHash(deps.db, tokenHash(token));
  if (!row) return;
  const { user_id: userId, family_id: signInId } = row;
  await endSignIn(deps, { userId, signInId, because: 'signed-out' }, origin);
}

/**
 * Signs one of the user's devices out.
 * @throws Problem 404 when it is not one of theirs
 */
export async function signOutDevice(
  deps: AuthDeps,
  { userId, signInId }: SignInOf,
  origin: Origin,
): Promise<void> {
  if (!(await hasFamily(deps.db, userId, signInId))) throw notFound('device');
  await endSignIn(deps, { userId, signInId, because: 'device-signed-out' }, origin);
}

/**
 * Signs all of the user's devices out, or all but the one that asks. Only that one stays known to the account. Returns
 * how many were signed in.
 * @throws Problem 401 when the device that asks was itself signed out in the meantime
 */
export async function signOutEverywhere(
  deps: AuthDeps,
  { userId, signInId, keepThisDevice }: SignInOf & { keepThisDevice: boolean },
  origin: Origin,
): Promise<number> {
  const now = new Date(deps.clock());
  const signInIds = await deps.db.transaction(async (tx) => {
    await lockUser(tx, userId, 'alone');
    if (!(await findSignIn(tx, { userId, familyId: signInId, now }))) throw signedOutProblem();
    await forgetOtherDevices(tx, { userId, signInId });
    return await revokeAll(tx, { userId, except: keepThisDevice ? signInId : null, now });
  });
  afterRevocation(deps, { userId, signInIds, because: 'signed-out-everywhere' }, origin);
  return signInIds.length;
}
