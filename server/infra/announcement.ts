import type { Work } from './database/transaction.ts';

type Listener<Fact, Answer> = (work: Work, fact: Fact) => Promise<Answer>;

/**
 * Lets a capability announce a change to those that build on it, without knowing them. They do their part in the same
 * transaction, and may refuse the change by throwing a Problem.
 */
export interface Announcement<Fact, Answer = void> {
  /** Returns the subscribers' answers, in the order in which they subscribed, once all have done their part. */
  announce(work: Work, fact: Fact): Promise<Answer[]>;
  subscribe(listener: Listener<Fact, Answer>): void;
}

export function createAnnouncement<Fact, Answer = void>(): Announcement<Fact, Answer> {
  const listeners: Listener<Fact, Answer>[] = [];
  return {
    subscribe: (listener) => void listeners.push(listener),
    async announce(work, fact) {
      const answers: Answer[] = [];
      for (const listener of listeners) answers.push(await listener(work, fact));
      return answers;
    },
  };
}
