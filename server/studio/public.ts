import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { STUDIO_ROUTES } from '@neustream/shared/studio/routes.ts';
import type { SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { type Capability, capability, serve } from '../infra/capability.ts';
import type { Database } from '../infra/database/connect.ts';
import { conflict, notFound } from '../infra/http/problem.ts';
import {
  type CollectionRow,
  findRevision,
  forgetRevisions,
  insertRevision,
  listRevisions,
  newestCollection,
} from './store.ts';

/** So many revisions can be gone back to. */
const KEPT = 30;

interface StudioDeps {
  db: Database;
  clock: Clock;
}

/** What creators set up in the studio. */
export function studioModule({ db, clock }: StudioDeps): Capability {
  return capability({
    name: 'studio',
    routes: [
      serve(STUDIO_ROUTES, {
        readCollection: async ({ caller }) => {
          const row = await newestCollection(db, caller.userId);
          return { stored: row === undefined ? null : view(row) };
        },

        saveCollection: ({ caller, body }) =>
          save({ db, clock }, { userId: caller.userId, basedOn: body.based_on, content: body.collection }),

        listCollectionRevisions: async ({ caller }) => ({
          revisions: (await listRevisions(db, caller.userId)).map(({ saved_at, ...rest }) => ({
            ...rest,
            saved_at: saved_at.toISOString(),
          })),
        }),

        readCollectionRevision: async ({ caller, params }) => {
          const row = await findRevision(db, { userId: caller.userId, revision: params.revision });
          if (row === undefined) throw notFound('revision');
          return view(row);
        },
      }),
    ],
  });
}

/**
 * Stores the scenes as the next revision.
 * @throws Problem 409 when what was changed is not the newest revision; nothing is lost, because both stay
 */
async function save(
  { db, clock }: StudioDeps,
  { userId, basedOn, content }: { userId: string; basedOn: number; content: SceneCollection },
): Promise<{ revision: number; saved_at: string }> {
  const newest = (await newestCollection(db, userId))?.revision ?? 0;
  if (newest !== basedOn) throw changedElsewhere();
  const saved_at = new Date(clock());
  const revision = newest + 1;
  if (!(await insertRevision(db, { user_id: userId, revision, content, saved_at }))) throw changedElsewhere();
  await forgetRevisions(db, { userId, upTo: revision - KEPT });
  return { revision, saved_at: saved_at.toISOString() };
}

function view({ revision, saved_at, content }: CollectionRow) {
  return { revision, saved_at: saved_at.toISOString(), collection: content };
}

function changedElsewhere() {
  return conflict({
    code: 'CHANGED_ELSEWHERE',
    message: 'Your scenes were changed in another window.',
    action: 'Keep these or take the others; both stay among the versions.',
  });
}
