import { z } from 'zod';
import { html, text } from '../contracts/kinds.ts';
import { routes } from '../contracts/route.ts';

/** Endpoints for operators and their machines. */
export const OPERATION_ROUTES = routes(
  { tag: 'operations', access: 'public', limit: 'none' },
  {
    health: {
      method: 'get',
      path: '/healthz',
      summary: 'The process runs',
      answer: z.object({ ok: z.literal(true) }),
      status: 200,
    },
    ready: {
      method: 'get',
      path: '/readyz',
      summary: 'The database answers',
      answer: z.object({ ok: z.literal(true), media_nodes: z.number().int() }),
      status: 200,
    },
  },
);

/** The API's own description. */
export const DOCUMENT_ROUTES = routes(
  { tag: 'documents', access: 'public', limit: 'none' },
  {
    apiDocument: {
      method: 'get',
      path: '/api/openapi.json',
      summary: 'This document',
      answer: z.looseObject({ openapi: z.string() }),
      status: 200,
    },
    apiDocs: {
      method: 'get',
      path: '/api/docs',
      summary: 'This document, for people to read',
      answer: html(),
      status: 200,
    },
    apiDocsStyle: {
      method: 'get',
      path: '/api/docs.css',
      summary: 'The style sheet of that document',
      answer: text('text/css'),
      status: 200,
    },
  },
);
