import type { SOURCE_ROUTES } from '@neustream/shared/sources/routes.ts';
import type { Handlers } from '../infra/http/handler.ts';
import { notFound } from '../infra/http/problem.ts';
import { originOf } from '../infra/http/request-id.ts';
import { createSource } from './create-source.ts';
import type { SourceDeps } from './deps.ts';
import { removeSource } from './remove-source.ts';
import { rotateIngestKey } from './rotate-ingest-key.ts';
import { changeSource, findSource } from './store.ts';
import { viewSource, viewSources } from './views.ts';

export function sourceRoutes(deps: SourceDeps): Handlers<typeof SOURCE_ROUTES> {
  const { db } = deps;
  return {
    listSources: async ({ caller }) => ({ sources: await viewSources(deps, caller.userId) }),

    createSource: ({ caller, body, once }) =>
      once((work) => createSource(work, deps, { userId: caller.userId, ...body })),

    getSource: ({ caller, params }) => viewSource(deps, { userId: caller.userId, id: params.id }),

    updateSource: async ({ caller, params, body }) => {
      const own = { userId: caller.userId, id: params.id };
      if (!(await findSource(db, own))) throw notFound('source');
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      await changeSource(db, params.id, Object.fromEntries(given));
      return await viewSource(deps, own);
    },

    deleteSource: async ({ caller, params }) => {
      await removeSource(deps, { userId: caller.userId, id: params.id });
      return undefined;
    },

    rotateIngestKey: ({ caller: { userId }, params: { id }, once, ...call }) =>
      once((work) => {
        work.afterwards(() =>
          deps.security.record(originOf(call), { event: 'ingest-key-rotated', userId, sourceId: id }),
        );
        return rotateIngestKey(work, deps, { userId, id });
      }),
  };
}
