import type { NodeSnapshot, SnapshotAnswer } from '@neustream/shared/contracts/media-control.ts';
import type { Sessions } from './sessions.ts';

/**
 * Lets go of what the API's answer to this very snapshot says it has or no longer wants held. Only sessions that the
 * snapshot told of can be dropped by it: one that came meanwhile is not known to the answer.
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
