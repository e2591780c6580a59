import { idleFacts } from '../../fanout/public.ts';
import type { LaneSessionFacts } from '../edge/contract.ts';

const RUNNING = ['LIVE', 'CONNECTING'];

/** What is true of a session whose lane died at `now`, until another lane reports it: nothing comes in or goes out. */
export function orphaned(facts: LaneSessionFacts, now: number): LaneSessionFacts {
  const { ingest } = facts;
  const hadEncoder = ingest.status === 'publishing' || ingest.status === 'rejected';
  const gone = { ...ingest, status: 'gone' as const, publishingSince: null, goneSince: now, problem: null };
  return {
    ...facts,
    ingest: hadEncoder ? gone : ingest,
    relays: facts.relays.map((relay) => {
      if (!RUNNING.includes(relay.status)) return relay;
      const { destinationId, bytesSent, bytesAcked, framesDropped, attempts } = relay;
      const totals = { bytesSent, bytesAcked, framesDropped, attempts };
      return { destinationId, ...idleFacts('DISCONNECTED', 'SOURCE_ABSENT', totals) };
    }),
  };
}
