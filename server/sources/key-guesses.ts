import type { Limiters } from '../infra/http/limiter.ts';

/** Wrong ingest keys allowed per minute from one network. */
const GUESSES_PER_MINUTE = 20;

/** Counts wrong ingest keys; after too many, even the right one is refused for a while. */
export interface KeyGuesses {
  tooMany(address: string): Promise<boolean>;
  countWrong(address: string): Promise<void>;
}

export function createKeyGuesses(limiters: Limiters): KeyGuesses {
  const limiter = limiters.byNetwork({ name: 'guess', points: GUESSES_PER_MINUTE, seconds: 60 });
  return {
    tooMany: (address) => limiter.isSpent({ address }),
    async countWrong(address) {
      await limiter.count({ address });
    },
  };
}
