import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import type { SourceWithFacts } from './store.ts';

export function sourceView(row: SourceWithFacts): SourceView {
  return {
    id: row.id,
    public_id: row.public_id,
    name: row.name,
    description: row.description,
    is_active: row.is_active,
    live_on_publish: row.live_on_publish,
    destinations_count: row.destinations_count,
    // Chat has no connectors yet; the field is part of the contract with clients.
    chat_connectors_count: 0,
    session_id: row.session_id,
    session_status: row.session_status,
    created_at: row.created_at.toISOString(),
  };
}
