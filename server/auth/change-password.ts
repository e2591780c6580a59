import { validationFailed } from '../infra/http/problem.ts';
import { admitTry } from './admit-try.ts';
import type { AuthDeps } from './deps.ts';
import { forgetOtherDevices } from './known-devices-store.ts';
import { signedOutProblem } from './refresh.ts';
import { afterRevocation } from './revocation.ts';
import type { Client } from './sign-in.ts';
import { changeUser, findSignIn, findUser, lockUser, revokeAll, type SignInOf } from './store.ts';

interface PasswordChange extends SignInOf {
  currentPassword: string;
  newPassword: string;
}

/**
 * Sets a new password for an account and signs every other device out.
 * @throws Problem 422 when the current password is wrong or the new one is the same, 429 after too many tries
 */
export async function changePassword(deps: AuthDeps, change: PasswordChange, client: Client): Promise<void> {
  const { userId, signInId, currentPassword, newPassword } = change;
  const user = await findUser(deps.db, userId);
  if (!user) throw signedOutProblem();
  admitTry(deps, { ...(await deps.passwordTries.confirm(signInId)), userId }, client);
  if (!(await deps.passwords.matches(user.password_hash, currentPassword))) {
    deps.security.record(client, { event: 'password-change-failed', userId, signInId });
    throw wrongPassword();
  }
  if (newPassword === currentPassword) {
    throw validationFailed({ new_password: 'PASSWORD_UNCHANGED' });
  }
  const newHash = await deps.passwords.hash(newPassword);
  const signInIds = await replacePassword(deps, { userId, signInId, oldHash: user.password_hash, newHash });
  deps.security.record(client, { event: 'password-changed', userId, signInId });
  afterRevocation(deps, { userId, signInIds, because: 'password-changed' }, client);
}

interface Replacement extends SignInOf {
  oldHash: string;
  newHash: string;
}

/** Hashing takes time, so everything checked before it is checked again under the lock. */
async function replacePassword(
  { db, clock }: AuthDeps,
  { userId, signInId, oldHash, newHash }: Replacement,
): Promise<string[]> {
  const now = new Date(clock());
  return await db.transaction(async (tx) => {
    const user = await lockUser(tx, userId, 'alone');
    if (!user || !(await findSignIn(tx, { userId, familyId: signInId, now }))) throw signedOutProblem();
    if (user.password_hash !== oldHash) throw wrongPassword();
    await changeUser(tx, userId, { password_hash: newHash });
    await forgetOtherDevices(tx, { userId, signInId });
    return await revokeAll(tx, { userId, except: signInId, now });
  });
}

function wrongPassword() {
  return validationFailed({ current_password: 'PASSWORD_WRONG' });
}
