import { limitHeaders, tooManyRequests } from '../infra/http/rate-limits.ts';
import type { AuthDeps } from './deps.ts';
import type { PasswordTry } from './password-tries.ts';
import type { Client } from './sign-in.ts';

/**
 * Lets a counted try through, and tells the client how many are left.
 * @throws Problem 429; the first one in each period is written to the security log
 */
export function admitTry(
  deps: AuthDeps,
  { count, limit, userId }: PasswordTry & { userId: string | null },
  client: Client,
): void {
  client.setHeaders(limitHeaders(count));
  if (count.allowed) return;
  if (count.firstRefused) deps.security.record(client, { event: 'password-tries-used-up', userId, limit });
  throw tooManyRequests(count, limit === 'account' ? guardedAccount(count.seconds) : undefined);
}

function guardedAccount(seconds: number) {
  const minutes = Math.ceil(seconds / 60);
  return {
    message: 'There have been too many failed attempts to sign in to this account.',
    action: `Sign in on a device that you have used before, or try again in ${minutes} minutes.`,
  };
}
