import type { Route } from '@neustream/shared/contracts/route.ts';
import { CLIENT_EVENTS } from '@neustream/shared/contracts/server-events.ts';
import type { Express } from 'express';
import { bindRoutes, type Gate } from './http/bind.ts';
import type { Handlers } from './http/handler.ts';
import type { GaugeSpec } from './metrics.ts';
import type { SealedColumn } from './secrets/rewrap.ts';
import type { SocketHandlers } from './sockets/sockets.ts';

/** The routes of one contract with their handlers. */
export interface ServedRoutes {
  routes: Readonly<Record<string, Route>>;
  bind(app: Express, gate: Gate): void;
}

/** Work that is repeated while the process runs. */
export interface JobSpec {
  name: string;
  /** Pause between two runs, in ms. */
  everyMs: number;
  run(): Promise<void>;
}

/** Everything a capability hands to its process; adding one is a single line in `context.ts`. */
export interface Capability {
  name: string;
  routes: readonly ServedRoutes[];
  sockets: Partial<SocketHandlers>;
  jobs: readonly JobSpec[];
  /** The columns that hold encrypted values, so that a rotation of the key finds them. */
  sealedColumns: readonly SealedColumn[];
  metrics: readonly GaugeSpec[];
  /** What has to be done once, before the first request is answered. */
  start(): Promise<void>;
  /** Releases whatever it has open, once nothing calls it any more. */
  close(): Promise<void>;
}

/** A capability made of these parts; what is left out is empty. */
export function capability({ name, ...parts }: Pick<Capability, 'name'> & Partial<Capability>): Capability {
  const nothing = async () => undefined;
  const edges = { routes: [], sockets: {}, jobs: [], sealedColumns: [], metrics: [] };
  return { name, ...edges, start: nothing, close: nothing, ...parts };
}

/** Binds handlers to their contract; a missing one fails to compile. */
export function serve<const R extends Record<string, Route>>(routes: R, handlers: Handlers<R>): ServedRoutes {
  return { routes, bind: (app, gate) => bindRoutes(app, { routes, handlers, gate }) };
}

/**
 * Checks that the capabilities serve every route of the contracts, and no other.
 * @throws Error naming the routes
 */
export function requireRoutes(
  capabilities: readonly Capability[],
  contract: Readonly<Record<string, Route>>,
): void {
  const served = capabilities.flatMap(({ routes }) => routes.flatMap((group) => Object.keys(group.routes)));
  const lacking = Object.keys(contract).filter((name) => !served.includes(name));
  const foreign = served.filter((name) => !(name in contract));
  if (lacking.length > 0) throw new Error(`No capability serves ${lacking.join(', ')}.`);
  if (foreign.length > 0) throw new Error(`Not in the contract, but served: ${foreign.join(', ')}.`);
}

/**
 * The handlers of all capabilities for the events that screens send.
 * @throws Error when an event has no handler
 */
export function socketHandlersOf(capabilities: readonly Capability[]): SocketHandlers {
  const handlers: Partial<SocketHandlers> = Object.assign({}, ...capabilities.map(({ sockets }) => sockets));
  if (!handlesAll(handlers)) throw new Error('No capability handles one of the socket events.');
  return handlers;
}

function handlesAll(handlers: Partial<SocketHandlers>): handlers is SocketHandlers {
  return Object.keys(CLIENT_EVENTS).every((name) => name in handlers);
}
