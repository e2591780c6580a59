import compression from 'compression';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Log } from '../log.ts';
import { cors } from './cors.ts';
import { errorHandler } from './errors.ts';
import type { OriginRule } from './origin.ts';
import { notFound } from './problem.ts';
import { requestId } from './request-id.ts';
import { securityHeaders } from './security-headers.ts';

interface Options {
  /** In Express's form; null trusts no proxy. */
  trustProxy: number | string[] | null;
  tls: boolean;
  origins: OriginRule;
  mediaOrigins: () => readonly string[];
  observe: RequestHandler;
  log: Log;
  /** Adds the routes of the contracts. */
  routes: (app: Express) => void;
  /** Answers everything else. */
  pages: Router;
}

/** The whole HTTP side, in the order in which a request passes through it. */
export function createApp({
  trustProxy,
  tls,
  origins,
  mediaOrigins,
  observe,
  log,
  routes,
  pages,
}: Options): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  if (trustProxy !== null) app.set('trust proxy', trustProxy);
  app.use(requestId, observe, securityHeaders({ mediaOrigins, tls }), compression());
  app.use('/api', cors(origins));
  routes(app);
  app.use('/api', () => {
    throw notFound('address');
  });
  app.use(pages);
  app.use(() => {
    throw notFound('address');
  });
  app.use(errorHandler(log));
  return app;
}
