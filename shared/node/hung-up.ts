import type { ServerResponse } from 'node:http';

/** Aborted when the connection of a request ends, answered or not: nobody is waiting for its work any more. */
export function hungUp(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.closed) gone.abort();
  response.once('close', () => gone.abort());
  return gone.signal;
}
