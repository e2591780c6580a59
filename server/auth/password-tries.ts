import { createHash } from 'node:crypto';
import type { Count, Limiters } from '../infra/http/limiter.ts';

/** Which limit a try met. */
export type TryLimit = 'address' | 'account-from-address' | 'account' | 'device' | 'sign-in';

export interface SignInTry {
  email: string;
  /** Of the client. */
  address: string;
  /** Id of a device that signed in to this account before; null for any other. */
  device: string | null;
}

export interface PasswordTry {
  /** What the limit that decided says. */
  count: Count;
  limit: TryLimit;
  /** The password was right: it takes nothing from those who err. */
  takeBack(): Promise<void>;
}

/**
 * Counts tries of passwords, so that nobody guesses one and nobody is locked out by guesses of others.
 *
 * - From devices that an account does not know: 5 tries a minute from an address, 10 wrong ones in 15 minutes from an
 *   address for one account, and 50 wrong ones an hour for one account from wherever. One address alone does not use
 *   up the last, so it locks nobody out who is elsewhere.
 * - A known device passes all of these, and has 10 tries in 15 minutes of its own.
 *
 * A stranger has 1,200 guesses a day at an account, with however many addresses. Numbers of addresses are per IPv4
 * address or /64, and ten times as many per /48. After OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 */
export interface PasswordTries {
  signIn(attempt: SignInTry): Promise<PasswordTry>;
  /** Somebody signed in gives the password once more. */
  confirm(signInId: string): Promise<PasswordTry>;
}

const QUARTER_S = 15 * 60;
const HOUR_S = 3_600;

/** The limits that all processes share. */
export function createPasswordTries({ byKey, byNetwork }: Limiters): PasswordTries {
  const ofAddress = byNetwork({ name: 'password-address', points: 5, seconds: 60 });
  const ofPair = byNetwork({ name: 'password-pair', points: 10, seconds: QUARTER_S });
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

/** Addresses are stored nowhere but with their account. */
function accountKey(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('hex');
}
