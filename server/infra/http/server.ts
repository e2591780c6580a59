import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { refuse, refuseBrokenRequests } from './broken-requests.ts';
import { malformed, Problem, unavailable } from './problem.ts';

/** How long each part of a request may take, in ms. */
export interface HttpTimes {
  /** From the connection, or from the first byte of a later request, to the end of the headers. */
  headersMs: number;
  /** To the end of the body. */
  requestMs: number;
  /** How long a connection is kept without a request. */
  keepAliveMs: number;
  /** How often Node looks for connections that took too long; nothing is enforced in between. */
  lookMs: number;
}

const TIMES: HttpTimes = { headersMs: 15_000, requestMs: 30_000, keepAliveMs: 10_000, lookMs: 1_000 };

/**
 * A server that answers every request in the one error format, even one that never becomes a request: without a host,
 * not HTTP, too slow, or with headers that are too large.
 */
export function createHttpServer(answer: RequestListener, times: HttpTimes = TIMES): Server {
  const limits = {
    headersTimeout: times.headersMs,
    requestTimeout: times.requestMs,
    keepAliveTimeout: times.keepAliveMs,
    connectionsCheckingInterval: times.lookMs,
    // Node’s own refusal has no body.
    requireHostHeader: false,
    shouldUpgradeCallback: isForSockets,
  };
  const server = createServer(limits, (request, response) => {
    if (request.headers.host !== undefined || request.httpVersion === '1.0') answer(request, response);
    else refuse(response, malformed('The request does not say which host it is for.'));
  });
  server.on('checkExpectation', (_request, response) => refuse(response, unexpected()));
  refuseBrokenRequests(server);
  return server;
}

/** Answers until the application is ready. */
export const notYet: RequestListener = (_request, response) => {
  const words = { code: 'STARTING', message: 'Neustream is starting.', action: 'Try again in a second.' };
  refuse(response, unavailable(words, { 'Retry-After': '1' }));
};

/** Stops listening and gives requests in progress a moment to be answered. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_500).unref();
  });
}

/** Any other upgrade, such as to HTTP/2, is ignored and the request answered as it is: RFC 9110, section 7.8. */
function isForSockets({ url, headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket' && url?.startsWith('/socket.io/') === true;
}

function unexpected(): Problem {
  return new Problem(417, {
    code: 'EXPECTATION_FAILED',
    fault: 'user',
    message: 'The request has an expectation that this server does not support.',
    action: 'Send it without the Expect header.',
  });
}
