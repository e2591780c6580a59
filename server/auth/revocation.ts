import type { Origin, RevocationCause } from '../infra/security-log.ts';
import type { AuthDeps } from './deps.ts';
import { forgetDevice } from './known-devices-store.ts';
import { lockFamily, lockUser, revokeFamily } from './store.ts';

interface Revocation {
  userId: string;
  signInIds: readonly string[];
  because: RevocationCause;
}

/** Ends one sign-in; ending it again changes nothing. */
export async function endSignIn(
  deps: AuthDeps,
  { userId, signInId, because }: { userId: string; signInId: string; because: RevocationCause },
  origin: Origin,
): Promise<void> {
  const ended = await deps.db.transaction(async (tx) => {
    await lockUser(tx, userId, 'shared');
    await lockFamily(tx, signInId);
    // Signing out on one's own device leaves the device known; any other end means it may be in the wrong hands.
    if (because !== 'signed-out') await forgetDevice(tx, { userId, signInId });
    return await revokeFamily(tx, signInId, new Date(deps.clock()));
  });
  afterRevocation(deps, { userId, signInIds: ended ? [signInId] : [], because }, origin);
}

/** What follows once a revocation is committed: its sockets close, and it is written to the security log. */
export function afterRevocation(
  deps: AuthDeps,
  { userId, signInIds, because }: Revocation,
  origin: Origin,
): void {
  for (const signInId of signInIds) deps.signedOut(signInId);
  if (signInIds.length > 0)
    deps.security.record(origin, { event: 'sign-ins-revoked', userId, signInIds, because });
}
