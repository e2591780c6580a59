import { hash, verify } from '@node-rs/argon2';
import { unavailable } from '../infra/http/problem.ts';

// argon2id with OWASP's parameters, which are the library's presets: 19 MiB, 2 passes, 1 lane.
const AT_ONCE = 2;
const WAITING_AT_MOST = 50;
/** The hash of a password that nobody has, so that an unknown address takes as long as a known one. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$k44B6IUTvlnlSRgJ59HhDQ$VQKoQV4NU3ce8LaWUJkMsDAFpaaXZaOtNKQRCTds5qY';

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time whether or not there is a hash. */
  matches(hash: string | undefined, password: string): Promise<boolean>;
}

/**
 * Hashing at bounded cost: two at a time and a short queue; anyone beyond that is turned away until the rush is over.
 */
export function createPasswords(): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const bounded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING_AT_MOST) throw busy();
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
  return {
    hash: (password) => bounded(() => hash(password)),
    matches: (stored, password) =>
      bounded(async () => {
        const fits = await verify(stored ?? NOBODYS_HASH, password);
        return fits && stored !== undefined;
      }),
  };
}

function busy() {
  return unavailable(
    {
      code: 'BUSY',
      message: 'Too many people are signing in right now.',
      action: 'Try again in a few seconds.',
    },
    { 'Retry-After': '5' },
  );
}
