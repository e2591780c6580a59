import compression from 'compression';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Log } from '../log.ts';
import { errorHandler } from './errors.ts';
import { notFound } from './problem.ts';
import { requestId } from './request-id.ts';
import { securityHeaders } from './security-headers.ts';

const LARGEST_BODY = '1mb';
/** A node with many sessions reports more than a page may send. */
const LARGEST_NODE_BODY = '16mb';

interface Options {
  trustProxy: number | string[] | null;
  tls: boolean;
  mediaOrigins: () => readonly string[];
  observe: RequestHandler;
  log: Log;
  /** Adds the routes of the contracts. */
  routes: (app: Express) => void;
  /** The API's own documentation. */
  documents: readonly { path: string; type: string; text: string }[];
  /** What answers everything else. */
  pages: Router;
}

/** The whole HTTP side, in the order in which a request passes through it. */
export function createApp({
  trustProxy,
  tls,
  mediaOrigins,
  observe,
  log,
  routes,
  documents,
  pages,
}: Options): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  if (trustProxy !== null) app.set('trust proxy', trustProxy);
  app.use(requestId, observe, securityHeaders({ mediaOrigins, tls }), compression());
  app.use('/internal', express.json({ limit: LARGEST_NODE_BODY }));
  app.use('/api', express.json({ limit: LARGEST_BODY }));
  routes(app);
  for (const { path, type, text } of documents) {
    app.get(path, (_request, response) => {
      response.type(type).send(text);
    });
  }
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
