import type { RateLimitName } from '@neustream/shared/contracts/route.ts';
import type { Response } from 'express';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../database/connect.ts';
import { Problem } from './problem.ts';

/** Calls a minute. `auth` counts per address and per account, the others per user or address. */
const PER_MINUTE: Record<Exclude<RateLimitName, 'none'>, number> = { auth: 5, general: 100, payments: 10 };
/** Wrong ingest keys a minute from one address. */
const GUESSES_PER_MINUTE = 20;

export interface RateLimits {
  /**
   * Counts a call in each of the keys and sets the `RateLimit-*` headers.
   * @throws Problem 429 with `Retry-After`
   */
  count(limit: RateLimitName, keys: readonly string[], response: Response): Promise<void>;
  /** Wrong ingest keys; those who have tried too many are refused even the right one for a while. */
  guesses: Guesses;
}

export interface Guesses {
  tooMany(keys: readonly string[]): Promise<boolean>;
  countWrong(keys: readonly string[]): Promise<void>;
}

/** Limits that all API processes share in the database; while it is away each process counts for itself. */
export function createRateLimits(db: Database, factor: number): RateLimits {
  const limiter = (name: string, perMinute: number) => {
    const points = Math.max(1, Math.round(perMinute * factor));
    const shape = { points, duration: 60, keyPrefix: name };
    const insuranceLimiter = new RateLimiterMemory(shape);
    const place = { storeClient: db, storeType: 'knex', tableName: 'rate_limits', tableCreated: true };
    return new RateLimiterPostgres({ ...shape, ...place, insuranceLimiter });
  };
  const limiters = Object.fromEntries(
    Object.entries(PER_MINUTE).map(([name, perMinute]) => [name, limiter(name, perMinute)]),
  );
  return {
    guesses: guessesBy(limiter('guess', GUESSES_PER_MINUTE)),
    async count(limit, keys, response) {
      const limiter = limiters[limit];
      if (!limiter) return;
      for (const key of keys) {
        const result = await limiter.consume(key.slice(0, 200)).catch((refusal: unknown) => {
          if (refusal instanceof RateLimiterRes) return refusal;
          throw refusal;
        });
        const seconds = Math.ceil(result.msBeforeNext / 1000);
        response.set('RateLimit-Limit', String(limiter.points));
        response.set('RateLimit-Remaining', String(Math.max(0, result.remainingPoints)));
        response.set('RateLimit-Reset', String(seconds));
        if (result.consumedPoints > limiter.points) throw tooMany(seconds);
      }
    },
  };
}

function guessesBy(limiter: RateLimiterPostgres): Guesses {
  return {
    async tooMany(keys) {
      const counted = await Promise.all(keys.map((key) => limiter.get(key)));
      return counted.some((count) => (count?.consumedPoints ?? 0) >= limiter.points);
    },
    async countWrong(keys) {
      await Promise.all(keys.map((key) => limiter.penalty(key)));
    },
  };
}

function tooMany(seconds: number): Problem {
  return new Problem(
    429,
    {
      code: 'TOO_MANY_REQUESTS',
      fault: 'user',
      message: 'That was too often in a short time.',
      action: `Wait ${seconds} seconds and try again.`,
      details: { retry_after_seconds: seconds },
    },
    { 'Retry-After': String(seconds) },
  );
}
