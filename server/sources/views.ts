import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { notFound } from '../infra/http/problem.ts';
import type { SourceDeps } from './deps.ts';
import { findSource, listSources, type SourceRow } from './store.ts';

type ViewDeps = Pick<SourceDeps, 'db' | 'details'>;

/** All sources of a user as screens show them, oldest first. */
export async function viewSources(deps: ViewDeps, userId: string): Promise<SourceView[]> {
  return await viewsOf(deps, await listSources(deps.db, userId));
}

/** @throws Problem 404 when the source is not one of the user's */
export async function viewSource(deps: ViewDeps, own: { userId: string; id: string }): Promise<SourceView> {
  const row = await findSource(deps.db, own);
  const [view] = row ? await viewsOf(deps, [row]) : [];
  if (!view) throw notFound('source');
  return view;
}

async function viewsOf({ db, details }: ViewDeps, rows: readonly SourceRow[]): Promise<SourceView[]> {
  const ids = rows.map(({ id }) => id);
  const detailOf = await details.of(db, ids);
  return rows.map((row) => ({
    id: row.id,
    public_id: row.public_id,
    name: row.name,
    description: row.description,
    is_active: row.is_active,
    live_on_publish: row.live_on_publish,
    created_at: row.created_at.toISOString(),
    ...detailOf(row.id),
  }));
}
