import type { Server as HttpServer, IncomingMessage } from 'node:http';
import {
  CLIENT_EVENTS,
  type ClientEvent,
  type ClientEventName,
  type ServerEvent,
  type ServerEventName,
} from '@neustream/shared/contracts/server-events.ts';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Server, type Socket } from 'socket.io';
import { problemOf } from '../http/errors.ts';
import type { Caller } from '../http/handler.ts';
import { isOwnOrigin, type OriginRule } from '../http/origin.ts';
import { errorFields, type Log } from '../log.ts';

const SOCKETS_PER_USER = 5;
const CONNECT_MS = 10_000;
const LARGEST_MESSAGE_BYTES = 16_384;
/** Events that one socket may send per second. */
const EVENTS = { points: 20, duration: 1 };

/** What a client event may do; every event is answered to the socket that sent it. */
export interface SocketCall {
  caller: Caller;
  join(room: string): void;
  leave(room: string): void;
  emit<N extends ServerEventName>(name: N, payload: ServerEvent<N>): void;
}

/** One handler per client event; a missing one fails to compile. */
export type SocketHandlers = {
  [N in ClientEventName]: (call: SocketCall, payload: ClientEvent<N>) => Promise<void>;
};

export interface Sockets extends AsyncDisposable {
  emit<N extends ServerEventName>(room: string, name: N, payload: ServerEvent<N>): void;
  hasRoom(room: string): boolean;
  /** Closes the sockets of a sign-in that has ended. */
  closeSignIn(signInId: string): void;
  count(): number;
}

interface Options {
  http: HttpServer;
  origins: OriginRule;
  log: Log;
  /** By the token in `auth`, or by the page's cookie. */
  authenticate(request: IncomingMessage, token: string | undefined): Promise<Caller | null>;
  handlers: () => SocketHandlers;
}

export function createSockets({ http, origins, log, authenticate, handlers }: Options): Sockets {
  const io = new Server(http, {
    serveClient: false,
    maxHttpBufferSize: LARGEST_MESSAGE_BYTES,
    // A connection that never says who it is costs us no longer than this; the preset is 45 s.
    connectTimeout: CONNECT_MS,
    // The pages come from this server; other origins have to be allowed by name.
    cors: { origin: [...origins.allowedOrigins], credentials: true },
    allowRequest: (request, decide) => {
      const { origin, host } = request.headers;
      decide(null, origin === undefined || isOwnOrigin(origin, host, origins));
    },
  });
  const callers = new WeakMap<Socket, Caller>();
  const budget = new RateLimiterMemory(EVENTS);
  const sizeOf = (room: string) => io.sockets.adapter.rooms.get(room)?.size ?? 0;
  const identify = ({ handshake, request }: Socket) => {
    const token: unknown = handshake.auth.token;
    return authenticate(request, typeof token === 'string' ? token : undefined);
  };

  io.use(async (socket, next) => {
    try {
      const caller = await identify(socket);
      if (!caller) return next(refusal('NOT_SIGNED_IN', 'You are not signed in.'));
      // Counted and joined in one step, so that sockets that arrive at the same moment are counted too.
      if (sizeOf(userRoom(caller.userId)) >= SOCKETS_PER_USER) {
        return next(refusal('TOO_MANY_SOCKETS', 'You have too many windows open. Close one and reload.'));
      }
      socket.join([userRoom(caller.userId), signInRoom(caller.signInId)]);
      callers.set(socket, caller);
      next();
    } catch (error) {
      next(refusal('UNAVAILABLE', problemOf(error)?.message ?? 'Something went wrong on our side.'));
    }
  });

  io.on('connection', (socket) => {
    const caller = callers.get(socket);
    if (!caller) return socket.disconnect(true);
    serve(socket, { caller, handlers: handlers(), budget, log });
    // When a sign-in ends between the check and this moment, only the sockets already open were closed.
    identify(socket).then(
      (still) => still ?? socket.disconnect(true),
      // Without a database nobody can tell; when the connection is dropped, the client makes a new one.
      () => socket.conn.close(),
    );
  });

  return {
    emit: (room, name, payload) => {
      io.to(room).emit(name, payload);
    },
    hasRoom: (room) => sizeOf(room) > 0,
    closeSignIn: (signInId) => io.in(signInRoom(signInId)).disconnectSockets(true),
    count: () => io.engine.clientsCount,
    async [Symbol.asyncDispose]() {
      io.disconnectSockets(true);
      // `io.close()` would also close the HTTP server, which is for its owner to do.
      io.engine.close();
    },
  };
}

interface Service {
  caller: Caller;
  handlers: SocketHandlers;
  budget: RateLimiterMemory;
  log: Log;
}

function serve(socket: Socket, { caller, handlers, budget, log }: Service): void {
  const call: SocketCall = {
    caller,
    join: (room) => void socket.join(room),
    leave: (room) => void socket.leave(room),
    emit: (name, payload) => {
      socket.emit(name, payload);
    },
  };
  for (const name of Object.keys(CLIENT_EVENTS) as ClientEventName[]) {
    socket.on(name, async (payload: unknown) => {
      const allowed = await budget.consume(socket.id).catch(() => null);
      if (allowed === null)
        return call.emit('error', {
          code: 'TOO_MANY_REQUESTS',
          message: 'Too many requests in a short time.',
        });
      const parsed = CLIENT_EVENTS[name].payload.safeParse(payload);
      if (!parsed.success)
        return call.emit('error', { code: 'MALFORMED', message: 'The message could not be read.' });
      try {
        await handlers[name](call, parsed.data);
      } catch (error) {
        const problem = problemOf(error);
        if (!problem) log.error({ event: name, ...errorFields(error) }, 'A socket event failed.');
        const message = problem?.message ?? 'Something went wrong on our side.';
        call.emit('error', { code: problem?.code ?? 'INTERNAL', message });
      }
    });
  }
}

/** Sent to the client as `connect_error` with `data`. */
function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { data: { code, message } });
}

const userRoom = (userId: string) => `user:${userId}`;
const signInRoom = (signInId: string) => `sign-in:${signInId}`;
