import { unauthorized } from '../infra/http/problem.ts';
import type { AuthDeps } from './deps.ts';
import { type Client, type Issued, issueTokens } from './sign-in.ts';
import { findUserByEmail, lockUser, type UserRow } from './store.ts';

/**
 * Signs in with address and password.
 * @throws Problem 401, the same for an unknown address, a wrong password and a disabled account
 */
export async function login(
  deps: AuthDeps,
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<Issued> {
  const user = await findUserByEmail(deps.db, email);
  const fits = await deps.passwords.matches(user?.password_hash, password);
  const issued = user && fits ? await signIn(deps, user, client) : null;
  if (!issued) {
    deps.security.record(client, { event: 'sign-in-failed', userId: user?.id ?? null });
    throw signInFailed();
  }
  const { id: userId } = issued.user;
  deps.security.record(client, { event: 'signed-in', userId, signInId: issued.signInId, by: 'password' });
  return issued;
}

/** Checking a password takes its time; what was true before it is looked at again under the lock. */
async function signIn(deps: AuthDeps, checked: UserRow, client: Client): Promise<Issued | null> {
  const now = deps.clock();
  return await deps.db.transaction(async (tx) => {
    const user = await lockUser(tx, checked.id, 'shared');
    if (!user || user.disabled_at !== null || user.password_hash !== checked.password_hash) return null;
    return await issueTokens({ db: tx, accessTokens: deps.accessTokens }, { user, client, now });
  });
}

function signInFailed() {
  return unauthorized({
    code: 'SIGN_IN_FAILED',
    message: 'The e-mail address or password is incorrect.',
    action: 'Check both and try again.',
  });
}
