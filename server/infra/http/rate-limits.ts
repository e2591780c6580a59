import type { RateLimitName } from '@neustream/shared/contracts/route.ts';
import type { Response } from 'express';
import type { Count, Limiter, Limiters, NetworkKey } from './limiter.ts';
import { Problem } from './problem.ts';

/** Calls per minute. `auth` counts per address, the others per user, or per address where nobody is signed in. */
const PER_MINUTE: Record<Exclude<RateLimitName, 'none' | 'password'>, number> = {
  auth: 5,
  general: 100,
  payments: 10,
  tests: 10,
};

/** Who a call is counted against. */
export interface CountedFor {
  userId: string | undefined;
  address: string;
}

export interface RateLimits {
  /**
   * Counts a call and sets the `RateLimit-*` headers.
   * @throws Problem 429 with `Retry-After`
   */
  count(limit: RateLimitName, who: CountedFor, response: Response): Promise<void>;
}

/** The limits that routes name. */
export function createRateLimits(limiters: Limiters): RateLimits {
  const pairs = Object.entries(PER_MINUTE).map(([name, points]): [string, LimiterPair] => {
    const shape = { name, points, seconds: 60 };
    return [name, { byUser: limiters.byKey(shape), byNetwork: limiters.byNetwork(shape) }];
  });
  const byName = new Map(pairs);
  return {
    async count(limit, who, response) {
      const pair = byName.get(limit);
      if (!pair) return;
      const { userId, address } = who;
      const count =
        userId === undefined || limit === 'auth'
          ? await pair.byNetwork.count({ address })
          : await pair.byUser.count(`user:${userId}`);
      response.set(limitHeaders(count));
      if (!count.allowed) throw tooManyRequests(count);
    },
  };
}

interface LimiterPair {
  byUser: Limiter;
  byNetwork: Limiter<NetworkKey>;
}

/** What an answer says about the limit it was counted against. */
export function limitHeaders({ limit, remaining, seconds }: Count): Record<string, string> {
  return {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(seconds),
  };
}

/** The refusal for a caller who has used up a limit. */
export function tooManyRequests(
  { seconds }: Count,
  words = {
    message: 'Too many requests in a short time.',
    action: `Wait ${seconds} seconds and try again.`,
  },
): Problem {
  return new Problem(
    429,
    {
      code: 'TOO_MANY_REQUESTS',
      fault: 'user',
      ...words,
      details: { retry_after_seconds: seconds },
    },
    { 'Retry-After': String(seconds) },
  );
}
