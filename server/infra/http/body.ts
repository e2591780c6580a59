import { jsonSchema } from '@neustream/shared/contracts/kinds.ts';
import type { Access, Route } from '@neustream/shared/contracts/route.ts';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { wrongType } from './problem.ts';

const LIMIT = '1mb';
/** Strangers sign in and the like; parsing more for whoever asks would keep everybody else waiting. */
const STRANGERS_LIMIT = '32kb';
/** A node with many sessions reports more than a page may send. */
const NODE_LIMIT = '16mb';

const FORM = 'application/x-www-form-urlencoded';
const readJson = express.json({ limit: LIMIT });
const JSON_READERS: Partial<Record<Access, RequestHandler>> = {
  public: express.json({ limit: STRANGERS_LIMIT }),
  node: express.json({ limit: NODE_LIMIT }),
};
const readForm = express.urlencoded({ limit: LIMIT, extended: false });
const readStrangersForm = express.urlencoded({ limit: STRANGERS_LIMIT, extended: false });
const readRaw = express.raw({ limit: LIMIT, type: () => true });

/** Reads the body into `request.body` as the route takes it; a body the route does not take is left unread. */
export async function readBody(route: Route, request: Request, response: Response): Promise<void> {
  if (!route.body || !hasBody(request)) return;
  const [type, read] = readerOf(route);
  if (!request.is(type)) throw wrongType(type);
  await new Promise<void>((resolve, reject) => {
    read(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
  });
}

function readerOf({ body, access }: Route): [type: string, read: RequestHandler] {
  if (!body || jsonSchema(body)) return ['application/json', JSON_READERS[access] ?? readJson];
  if ('kind' in body && body.kind === 'raw') return [body.type, readRaw];
  return [FORM, access === 'public' ? readStrangersForm : readForm];
}

function hasBody(request: Request): boolean {
  return Number(request.get('content-length') ?? 0) > 0 || request.get('transfer-encoding') !== undefined;
}
