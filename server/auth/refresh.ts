import { unauthorized } from '../infra/http/problem.ts';
import type { AuthDeps } from './deps.ts';
import { forgetDevice } from './known-devices-store.ts';
import { afterRevocation } from './revocation.ts';
import { type Client, type Issued, issueTokens } from './sign-in.ts';
import { type AuthSessionRow, lockByRefreshHash, markRotated, revokeFamily, type SignInOf } from './store.ts';
import { tokenHash } from './tokens.ts';

/**
 * Two tabs of one browser may exchange their shared cookie at the same moment; within this time, in ms, a second
 * exchange is not taken for theft. Tokens sent in a body belong to one client and get no such allowance.
 */
const TABS_MS = 10_000;

/** What to do with a refresh token that was presented. */
export function judge(
  row: Pick<AuthSessionRow, 'expires_at' | 'rotated_at' | 'revoked_at'>,
  { now, fromCookie }: { now: number; fromCookie: boolean },
): 'exchange' | 'refuse' | 'revoke' {
  if (row.revoked_at !== null || row.expires_at.getTime() <= now) return 'refuse';
  if (row.rotated_at === null) return 'exchange';
  return fromCookie && now - row.rotated_at.getTime() < TABS_MS ? 'exchange' : 'revoke';
}

/**
 * Exchanges a refresh token for new tokens. One that was exchanged before has been copied, so the whole sign-in is
 * revoked.
 */
export async function refresh(
  deps: AuthDeps,
  { token, fromCookie }: { token: string; fromCookie: boolean },
  client: Client,
): Promise<Issued> {
  const now = deps.clock();
  const outcome = await deps.db.transaction(async (tx) => {
    const locked = await lockByRefreshHash(tx, tokenHash(token));
    if (!locked) return null;
    const { row, user } = locked;
    const verdict = judge(row, { now, fromCookie });
    if (verdict === 'revoke') {
      await forgetDevice(tx, { userId: row.user_id, signInId: row.family_id });
      await revokeFamily(tx, row.family_id, new Date(now));
      return { reused: { userId: row.user_id, signInId: row.family_id } };
    }
    if (verdict === 'refuse' || user.disabled_at !== null) return null;
    await markRotated(tx, row.id, new Date(now));
    const parts = { user, client, now, familyId: row.family_id };
    return await issueTokens({ db: tx, accessTokens: deps.accessTokens }, parts);
  });
  if (outcome && 'accessToken' in outcome) return outcome;
  if (outcome) afterReuse(deps, outcome.reused, client);
  throw signedOutProblem();
}

function afterReuse(deps: AuthDeps, { userId, signInId }: SignInOf, client: Client): void {
  deps.security.record(client, { event: 'refresh-token-reused', userId, signInId });
  afterRevocation(deps, { userId, signInIds: [signInId], because: 'refresh-token-reused' }, client);
}

export function signedOutProblem() {
  return unauthorized({
    code: 'SIGNED_OUT',
    message: 'You are no longer signed in on this device.',
    action: 'Sign in again.',
  });
}
