import type { NodeSnapshot, SnapshotAnswer } from '@neustream/shared/contracts/media-control.ts';
import type { Sessions } from './sessions.ts';

/**
 * Forgets what the API's answer to exactly this snapshot says it has stored or no longer wants held. It can only drop
 * sessions that were in the snapshot: the answer does not know of one that arrived in the meantime.
 */
export function applyAnswer(
  sessions: Sessions,
  { answer, snapshot }: { answer: SnapshotAnswer; snapshot: NodeSnapshot },
): void {
  const wanted = new Set(answer.sessions.map(({ sessionId }) => sessionId));
  const stored = new Set(answer.storedEvents);
  for (const session of sessions.all()) session.events.forget(stored);
  sessions.drop(snapshot.sessions.map(({ sessionId }) => sessionId).filter((id) => !wanted.has(id)));
}
