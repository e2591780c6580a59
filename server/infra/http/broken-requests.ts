import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import { errorBodyOf } from './errors.ts';
import { malformed, Problem } from './problem.ts';

/** Answers requests that the HTTP parser gives up on, and ends their connection. */
export function refuseBrokenRequests(server: Server): void {
  const newest = new WeakMap<Socket, ServerResponse>();
  server.on('request', (request, response) => newest.set(request.socket, response));
  server.on('connect', (_request, socket) => {
    if (socket instanceof Socket) refuseOn(socket, noProxy());
    else socket.destroy();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!(socket instanceof Socket) || !socket.writable || error.code === 'ECONNRESET') {
      return void socket.destroy();
    }
    const response = newest.get(socket);
    const refuseIt = () => refuseOn(socket, problemOf(error.code));
    if (response === undefined || response.writableFinished) refuseIt();
    // The broken request came after one that is still being answered: that answer goes first.
    else if (response.req.complete) response.once('close', refuseIt);
    else if (response.headersSent) socket.destroy();
    else refuseIt();
  });
}

/** Answers a request that never reaches the application. */
export function refuse(response: ServerResponse, problem: Problem): void {
  const { headers, body } = answerOf(problem);
  response.writeHead(problem.status, headers).end(body);
}

function refuseOn(socket: Socket, problem: Problem): void {
  if (!socket.writable) return;
  const { headers, body } = answerOf(problem);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n`;
  socket.end(`${status}${lines.join('')}\r\n${body}`, () => socket.destroy());
}

function answerOf(problem: Problem) {
  const requestId = uuidV7();
  const body = JSON.stringify(errorBodyOf(problem, requestId));
  const headers = {
    ...problem.headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Request-Id': requestId,
    Connection: 'close',
  };
  return { headers, body };
}

// The codes of Node’s server and of its parser: https://nodejs.org/api/http.html#event-clienterror
function problemOf(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return refusal(408, {
      code: 'REQUEST_TOO_SLOW',
      message: 'The request took too long to arrive.',
      action: 'Check your connection and send it again.',
    });
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return refusal(431, {
      code: 'HEADERS_TOO_LARGE',
      message: 'The headers of the request are larger than 16 kB.',
      action: 'Send less in headers and cookies.',
    });
  }
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') {
    return refusal(413, {
      code: 'TOO_LARGE',
      message: 'The request carries too many chunk extensions.',
      action: 'Send it without them.',
    });
  }
  return malformed('The request is not valid HTTP.');
}

function noProxy(): Problem {
  return refusal(405, {
    code: 'METHOD_NOT_ALLOWED',
    message: 'This server is not a proxy.',
    action: 'Send the request to the server it is meant for.',
  });
}

function refusal(status: number, words: { code: string; message: string; action: string }): Problem {
  return new Problem(status, { ...words, fault: 'user' });
}
