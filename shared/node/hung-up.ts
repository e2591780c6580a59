import type { ServerResponse } from 'node:http';

/** Ends when the connection of a request does, answered or not: nobody waits for its work any more. */
export function hungUp(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.closed) gone.abort();
  response.once('close', () => gone.abort());
  return gone.signal;
}
