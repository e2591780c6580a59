import { networkOf } from '@neustream/shared/node/network-of.ts';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../database/connect.ts';

/** A number of points per number of seconds, under a name of its own. */
export interface LimitShape {
  name: string;
  points: number;
  seconds: number;
}

export interface Count {
  /** What the limit allows, and how much of it is left. */
  limit: number;
  remaining: number;
  /** Seconds until the full limit is available again. */
  seconds: number;
  allowed: boolean;
  /** Whether this is the first refusal of its period, which is the one worth logging. */
  firstRefused: boolean;
}

/** Counts by key. */
export interface Limiter<Key = string> {
  /** Counts one and says whether it was still allowed, in a single step. */
  count(key: Key): Promise<Count>;
  /** Takes back one count. */
  refund(key: Key): Promise<void>;
  /** Whether nothing is left, without counting. */
  isSpent(key: Key): Promise<boolean>;
}

/** The same by network: what a /64 has, and what the /48 around it has. */
export interface NetworkLimitShape extends LimitShape {
  /** Ten times `points` when left out. */
  widePoints?: number;
}

export interface NetworkKey {
  address: string;
  /** What is counted separately within each network, such as an account. */
  what?: string;
}

export interface Limiters {
  /** A limit by any key, such as a user's id. */
  byKey(shape: LimitShape): Limiter;
  /** A limit by the client's network: an IPv4 address or a /64, and more points for the /48 around it. */
  byNetwork(shape: NetworkLimitShape): Limiter<NetworkKey>;
}

// A /48 is one site with most providers, and many homes with some.
const WIDE_FACTOR = 10;
const LONGEST_KEY = 200;

/** Limits that all API processes share in the database; while it is unavailable, each process counts for itself. */
export function createLimiters(db: Database, factor: number): Limiters {
  const byKey = ({ name, points, seconds }: LimitShape): Limiter => {
    const shape = { points: Math.max(1, Math.round(points * factor)), duration: seconds, keyPrefix: name };
    const insuranceLimiter = new RateLimiterMemory(shape);
    const storage = { storeClient: db, storeType: 'knex', tableName: 'rate_limits', tableCreated: true };
    return limiterOf(new RateLimiterPostgres({ ...shape, ...storage, insuranceLimiter }));
  };
  return {
    byKey,
    byNetwork({ widePoints, ...shape }) {
      const points = widePoints ?? shape.points * WIDE_FACTOR;
      return networkLimiter(byKey(shape), byKey({ ...shape, name: `${shape.name}-wide`, points }));
    },
  };
}

function limiterOf(limiter: RateLimiterPostgres): Limiter {
  const cut = (key: string) => key.slice(0, LONGEST_KEY);
  return {
    async count(key) {
      const result = await limiter.consume(cut(key)).catch((refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return refusal;
        throw refusal;
      });
      return {
        limit: limiter.points,
        remaining: Math.max(0, result.remainingPoints),
        seconds: Math.ceil(result.msBeforeNext / 1000),
        allowed: result.consumedPoints <= limiter.points,
        firstRefused: result.consumedPoints === limiter.points + 1,
      };
    },
    async refund(key) {
      await limiter.reward(cut(key));
    },
    async isSpent(key) {
      return ((await limiter.get(cut(key)))?.consumedPoints ?? 0) >= limiter.points;
    },
  };
}

function networkLimiter(near: Limiter, wide: Limiter): Limiter<NetworkKey> {
  const keysOf = ({ address, what = '' }: NetworkKey) => {
    const network = networkOf(address);
    return { nearKey: `${network.near} ${what}`, wideKey: network.wide && `${network.wide} ${what}` };
  };
  return {
    // A host with nothing left must not use up the points of others in its site.
    async count(key) {
      const { nearKey, wideKey } = keysOf(key);
      const own = await near.count(nearKey);
      if (!own.allowed || wideKey === null) return own;
      const site = await wide.count(wideKey);
      return site.allowed ? own : site;
    },
    async refund(key) {
      const { nearKey, wideKey } = keysOf(key);
      await near.refund(nearKey);
      if (wideKey !== null) await wide.refund(wideKey);
    },
    async isSpent(key) {
      const { nearKey, wideKey } = keysOf(key);
      return (await near.isSpent(nearKey)) || (wideKey !== null && (await wide.isSpent(wideKey)));
    },
  };
}
