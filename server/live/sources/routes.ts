import type { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import type { Handlers } from '../../infra/http/handler.ts';
import { notFound } from '../../infra/http/problem.ts';
import type { LiveDeps } from '../deps.ts';
import { createSource } from './create-source.ts';
import { removeSource } from './delete-source.ts';
import { rotateIngestKey } from './rotate-ingest-key.ts';
import { sourceView } from './source-view.ts';
import { changeSource, findSource, listSources } from './store.ts';

type SourceRouteName =
  | 'listSources'
  | 'createSource'
  | 'getSource'
  | 'updateSource'
  | 'deleteSource'
  | 'rotateIngestKey';

export function sourceRoutes(deps: LiveDeps): Pick<Handlers<typeof SERVER_ROUTES>, SourceRouteName> {
  const { db } = deps;
  return {
    listSources: async ({ caller }) => ({ sources: (await listSources(db, caller.userId)).map(sourceView) }),

    createSource: ({ caller, body }) => createSource(deps, { userId: caller.userId, ...body }),

    getSource: async ({ caller, params }) => {
      const row = await findSource(db, { userId: caller.userId, id: params.id });
      if (!row) throw notFound('source');
      return sourceView(row);
    },

    updateSource: async ({ caller, params, body }) => {
      const own = { userId: caller.userId, id: params.id };
      if (!(await findSource(db, own))) throw notFound('source');
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      await changeSource(db, params.id, Object.fromEntries(given));
      const row = await findSource(db, own);
      if (!row) throw notFound('source');
      return sourceView(row);
    },

    deleteSource: async ({ caller, params }) => {
      await removeSource(deps, { userId: caller.userId, id: params.id });
      return undefined;
    },

    rotateIngestKey: ({ caller, params }) => rotateIngestKey(deps, { userId: caller.userId, id: params.id }),
  };
}
