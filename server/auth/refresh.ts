import { unauthorized } from '../infra/http/problem.ts';
import type { AuthDeps } from './deps.ts';
import { type Client, type Issued, issueTokens } from './sign-in.ts';
import { type AuthSessionRow, findUser, lockByRefreshHash, markRotated, revokeFamily } from './store.ts';
import { refreshHash } from './tokens.ts';

/**
 * Two tabs of one browser may exchange their common cookie at the same moment; within this time, in ms,
 * the second exchange is not a theft. Tokens in a body belong to one client and have no such time.
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
 * Exchanges a refresh token for new tokens. One that was exchanged before is in two hands:
 * the whole sign-in is revoked.
 */
export async function refresh(
  deps: AuthDeps,
  { token, fromCookie }: { token: string; fromCookie: boolean },
  client: Client,
): Promise<Issued> {
  const now = deps.clock();
  const outcome = await deps.db.transaction(async (tx) => {
    const row = await lockByRefreshHash(tx, refreshHash(token));
    if (!row) return null;
    const verdict = judge(row, { now, fromCookie });
    if (verdict === 'revoke') {
      await revokeFamily(tx, row.family_id, new Date(now));
      return { revoked: row.family_id };
    }
    const user = await findUser(tx, row.user_id);
    if (verdict === 'refuse' || !user || user.disabled_at !== null) return null;
    await markRotated(tx, row.id, new Date(now));
    const parts = { user, client, now, familyId: row.family_id };
    return await issueTokens({ db: tx, accessTokens: deps.accessTokens }, parts);
  });
  if (outcome && 'accessToken' in outcome) return outcome;
  if (outcome) deps.signedOut(outcome.revoked);
  throw signedOutProblem();
}

export function signedOutProblem() {
  return unauthorized({
    code: 'SIGNED_OUT',
    message: 'You are no longer signed in on this device.',
    action: 'Sign in again.',
  });
}
