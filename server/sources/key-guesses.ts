import type { Limiters } from '../infra/http/limiter.ts';

/** Wrong ingest keys a minute from one network. */
const GUESSES_PER_MINUTE = 20;

/** Wrong ingest keys; those who have tried too many are refused even the right one for a while. */
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
