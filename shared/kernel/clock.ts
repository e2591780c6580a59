/** Milliseconds since the epoch. Passed in, so that decisions can be tested without waiting. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
