import { z } from 'zod';
import { routes } from '../contracts/route.ts';
import { smallCount } from '../kernel/bounds.ts';
import { sceneCollection } from './scenes.ts';

/** A collection as it was stored: revisions count up from 1. */
const storedCollection = z.object({
  revision: smallCount,
  saved_at: z.string(),
  collection: sceneCollection,
});

const byRevision = z.object({ revision: z.coerce.number().int().min(1).max(2_147_483_647) });

export const STUDIO_ROUTES = routes(
  { tag: 'studio', access: 'user', limit: 'general' },
  {
    readCollection: {
      method: 'get',
      path: '/api/studio/collection',
      summary: 'The scenes of the studio as they were stored last; null before the first time',
      answer: z.object({ stored: storedCollection.nullable() }),
      status: 200,
    },
    saveCollection: {
      method: 'put',
      path: '/api/studio/collection',
      summary: 'Store the scenes of the studio',
      body: z.object({
        /** The revision that was changed; 0 for none. Refused when another one is the newest by now. */
        based_on: smallCount,
        collection: sceneCollection,
      }),
      answer: z.object({ revision: smallCount, saved_at: z.string() }),
      refusals: { 409: ['CHANGED_ELSEWHERE'] },
      status: 200,
    },
    listCollectionRevisions: {
      method: 'get',
      path: '/api/studio/collection/revisions',
      summary: 'The newest revisions of the scenes, which can be restored',
      answer: z.object({
        revisions: z.array(
          z.object({ revision: smallCount, saved_at: z.string(), scenes: z.number().int() }),
        ),
      }),
      status: 200,
    },
    readCollectionRevision: {
      method: 'get',
      path: '/api/studio/collection/revisions/:revision',
      summary: 'One earlier revision of the scenes',
      params: byRevision,
      answer: storedCollection,
      status: 200,
    },
  },
);
