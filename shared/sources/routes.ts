import { z } from 'zod';
import { remainingLimits } from '../billing/limits.ts';
import { byId } from '../contracts/parameters.ts';
import { routes } from '../contracts/route.ts';
import { ingestAddresses, newSource, sourceChange, sourceView } from './schemas.ts';

export const SOURCE_ROUTES = routes(
  { tag: 'sources', access: 'user', limit: 'general' },
  {
    listSources: {
      method: 'get',
      path: '/api/sources',
      summary: 'Own sources',
      answer: z.object({ sources: z.array(sourceView) }),
      status: 200,
    },
    createSource: {
      method: 'post',
      path: '/api/sources',
      summary: 'Create a source; its ingest key is shown this once',
      body: newSource,
      idempotent: true,
      answer: z.object({
        source: sourceView,
        ingest_key: z.string(),
        ingest: ingestAddresses,
        limits: remainingLimits,
      }),
      refusals: { 403: ['PLAN_LIMIT'] },
      status: 201,
    },
    getSource: {
      method: 'get',
      path: '/api/sources/:id',
      summary: 'One source',
      params: byId,
      answer: sourceView,
      status: 200,
    },
    updateSource: {
      method: 'put',
      path: '/api/sources/:id',
      summary: 'Change a source',
      params: byId,
      body: sourceChange,
      answer: sourceView,
      status: 200,
    },
    deleteSource: {
      method: 'delete',
      path: '/api/sources/:id',
      summary: 'Delete a source; refused while it is live',
      params: byId,
      refusals: { 409: ['SOURCE_LIVE'] },
      status: 204,
    },
    rotateIngestKey: {
      method: 'post',
      path: '/api/sources/:id/ingest-key',
      summary: 'Replace the ingest key; the new one is shown only once',
      params: byId,
      idempotent: true,
      answer: z.object({ ingest_key: z.string(), ingest: ingestAddresses }),
      status: 200,
    },
  },
);
