import { createHash } from 'node:crypto';
import type { Count, Limiters } from '../infra/http/limiter.ts';

/** Which limit a try ran into. */
export type TryLimit = 'address' | 'account-from-address' | 'account' | 'device' | 'sign-in';

export interface SignInTry {
  email: string;
  /** Of the client. */
  address: string;
  /** Id of a device that has signed in to this account before; null for any other. */
  device: string | null;
}

export interface PasswordTry {
  /** The state of the limit that decided. */
  count: Count;
  limit: TryLimit;
  /** The password was right: the try no longer counts. */
  takeBack(): Promise<void>;
}

/**
 * Counts password tries, so that nobody can guess a password and nobody is locked out by other people's guesses.
 *
 * - From devices that an account does not know: 5 tries a minute from one address, 10 wrong ones in 15 minutes from one
 *   address for one account, and 50 wrong ones an hour for one account from anywhere. One address alone cannot use up
 *   the last limit, so it cannot lock out an owner who is elsewhere.
 * - A known device is exempt from all of these, and has 10 tries in 15 minutes of its own.
 *
 * A stranger has 1,200 guesses a day at an account, from however many addresses. The numbers per address apply to an
 * IPv4 address or a /64. A /48 has ten times as many, but only 12 wrong ones in 15 minutes for one account: a single
 * site may have it to itself, and would otherwise use up the account's limit alone. Based on OWASP, "Slow Down Online
 * Guessing Attacks with Device Cookies".
 */
export interface PasswordTries {
  signIn(attempt: SignInTry): Promise<PasswordTry>;
  /** Somebody who is signed in enters the password again. */
  confirm(signInId: string): Promise<PasswordTry>;
}

const QUARTER_S = 15 * 60;
const HOUR_S = 3_600;

/** Limits that all processes share. */
export function createPasswordTries({ byKey, byNetwork }: Limiters): PasswordTries {
  const ofAddress = byNetwork({ name: 'password-address', points: 5, seconds: 60 });
  const ofPair = byNetwork({ name: 'password-pair', points: 10, widePoints: 12, seconds: QUARTER_S });
  const ofAccount = byKey({ name: 'password-account', points: 50, seconds: HOUR_S });
  const ofDevice = byKey({ name: 'password-device', points: 10, seconds: QUARTER_S });
  const ofSignIn = byKey({ name: 'password-sign-in', points: 10, seconds: QUARTER_S });
  const takeBack = async () => undefined;

  const byStranger = async (account: string, address: string): Promise<PasswordTry> => {
    const atAddress = await ofAddress.count({ address });
    if (!atAddress.allowed) return { count: atAddress, limit: 'address', takeBack };
    const pair = { address, what: account };
    const atPair = await ofPair.count(pair);
    if (!atPair.allowed) return { count: atPair, limit: 'account-from-address', takeBack };
    const atAccount = await ofAccount.count(account);
    if (!atAccount.allowed) return { count: atAccount, limit: 'account', takeBack };
    return {
      count: atAddress,
      limit: 'address',
      async takeBack() {
        await ofPair.refund(pair);
        await ofAccount.refund(account);
      },
    };
  };

  return {
    async signIn({ email, address, device }) {
      if (device === null) return await byStranger(accountKey(email), address);
      return { count: await ofDevice.count(device), limit: 'device', takeBack };
    },
    confirm: async (signInId) => ({ count: await ofSignIn.count(signInId), limit: 'sign-in', takeBack }),
  };
}

/** Keyed by hash, so that an address is stored only with its account. */
function accountKey(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('hex');
}
