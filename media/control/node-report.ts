import type { NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { productVersion } from '@neustream/shared/node/version.ts';
import type { Sessions } from '../fanout/public.ts';
import type { Ingest } from '../ingest/public.ts';

export interface NodeReportDeps {
  nodeId: string;
  /** New at every start of this process. */
  bootId: string;
  /** Where the API reaches the control server. */
  controlUrl(): string;
  engine: NodeSnapshot['ingestEngine'];
  ingest: Pick<Ingest, 'ready' | 'endpoints'>;
  sessions: Pick<Sessions, 'all'>;
  now: Clock;
}

/** Everything this node knows, as a snapshot with this number. Taking it changes nothing. */
export function nodeReport(deps: NodeReportDeps, seq: number): NodeSnapshot {
  const { nodeId, bootId, ingest, sessions, now } = deps;
  return {
    nodeId,
    bootId,
    seq,
    at: now(),
    controlUrl: deps.controlUrl(),
    ingestEngine: deps.engine,
    ingestReady: ingest.ready,
    version: productVersion(),
    draining: false,
    lanes: [],
    endpoints: ingest.endpoints,
    sessions: sessions.all().map((session) => session.snapshot()),
  };
}
