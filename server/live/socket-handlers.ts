import { notFound } from '../infra/http/problem.ts';
import type { SocketHandlers } from '../infra/sockets/sockets.ts';
import { findSource } from '../sources/public.ts';
import type { LiveDeps } from './deps.ts';
import { findOpenSession } from './sessions/store.ts';
import { statusOf } from './views/status-broadcaster.ts';
import { viewSession } from './views/view.ts';

/** The room of a source: the screens of its owner that show its status. */
export function sourceRoom(sourceId: string): string {
  return `source:${sourceId}`;
}

export function liveSocketHandlers(deps: LiveDeps): SocketHandlers {
  return {
    'join-stream': async ({ caller, join, emit }, { sourceId }) => {
      const source = await findSource(deps.db, { userId: caller.userId, id: sourceId });
      if (!source) throw notFound('source');
      join(sourceRoom(sourceId));
      const open = await findOpenSession(deps.db, sourceId);
      const view = open && (await viewSession(deps, open.id));
      emit('stream-status', view ? statusOf(view) : { sourceId, status: 'offline', session: null });
    },
    'leave-stream': async ({ leave }, { sourceId }) => leave(sourceRoom(sourceId)),
  };
}
