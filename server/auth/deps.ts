import type { PlanCode } from '@neustream/shared/billing/limits.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Cookies } from '../infra/http/cookies.ts';
import type { SecurityLog } from '../infra/security-log.ts';
import type { PasswordTries } from './password-tries.ts';
import type { Passwords } from './passwords.ts';
import type { AccessTokens } from './tokens.ts';

/** What the accounts capability needs from outside. */
export interface AuthDeps {
  db: Database;
  clock: Clock;
  passwords: Passwords;
  passwordTries: PasswordTries;
  accessTokens: AccessTokens;
  cookies: Cookies;
  security: SecurityLog;
  allowRegistration: boolean;
  defaultPlan: PlanCode;
  /** Gives a new account its plan, in the transaction that opens the account. */
  subscribe(db: Database, subscription: { userId: string; plan: PlanCode; now: number }): Promise<void>;
  /** Called when a sign-in ends, so that whatever it had open is closed. */
  signedOut(signInId: string): void;
}
