import { unauthorized } from '../infra/http/problem.ts';
import { admitTry } from './admit-try.ts';
import type { AuthDeps } from './deps.ts';
import { recogniseDevice } from './known-devices.ts';
import { type Client, type SignedIn, signInOnDevice } from './sign-in.ts';
import { findUserByEmail, lockUser, type UserRow } from './store.ts';

/**
 * Signs in with address and password.
 * @throws Problem 401, the same for an unknown address, a wrong password and a disabled account; 429 after too many
 * tries, whether or not there is such an account
 */
export async function login(
  deps: AuthDeps,
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<SignedIn> {
  const user = await findUserByEmail(deps.db, email);
  const { deviceToken, address } = client;
  const device = await recogniseDevice(deps.db, { userId: user?.id, deviceToken });
  const attempt = await deps.passwordTries.signIn({ email, address, device });
  admitTry(deps, { ...attempt, userId: user?.id ?? null }, client);
  const fits = await deps.passwords.matches(user?.password_hash, password);
  const issued = user && fits ? await signIn(deps, user, client) : null;
  if (!issued) {
    deps.security.record(client, { event: 'sign-in-failed', userId: user?.id ?? null });
    throw signInFailed();
  }
  await attempt.takeBack();
  const { id: userId } = issued.user;
  const { signInId } = issued;
  deps.security.record(client, {
    event: 'signed-in',
    userId,
    signInId,
    by: 'password',
    knownDevice: device !== null,
  });
  return issued;
}

/** Checking a password takes time, so everything checked before it is checked again under the lock. */
async function signIn(deps: AuthDeps, checked: UserRow, client: Client): Promise<SignedIn | null> {
  const now = deps.clock();
  return await deps.db.transaction(async (tx) => {
    const user = await lockUser(tx, checked.id, 'shared');
    if (!user || user.disabled_at !== null || user.password_hash !== checked.password_hash) return null;
    return await signInOnDevice({ db: tx, accessTokens: deps.accessTokens }, { user, client, now });
  });
}

function signInFailed() {
  return unauthorized({
    code: 'SIGN_IN_FAILED',
    message: 'The e-mail address or password is incorrect.',
    action: 'Check both and try again.',
  });
}
