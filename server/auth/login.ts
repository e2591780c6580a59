import { unauthorized } from '../infra/http/problem.ts';
import type { AuthDeps } from './deps.ts';
import { type Client, type Issued, issueTokens } from './sign-in.ts';
import { findUserByEmail } from './store.ts';

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
  if (!user || !fits || user.disabled_at !== null) {
    throw unauthorized({
      code: 'SIGN_IN_FAILED',
      message: 'Address or password is wrong.',
      action: 'Check both and try again.',
    });
  }
  return await issueTokens(deps, { user, client, now: deps.clock() });
}
