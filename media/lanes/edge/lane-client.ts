import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import type { EncoderClaim } from '../../control/public.ts';
import { type GivenSession, recordToWire } from '../../fanout/public.ts';
import type { Verdict } from '../../ingest/public.ts';
import { PrivateCalls } from './calls.ts';
import {
  LANE_PATHS,
  type LaneDesired,
  laneSession,
  type ReadLaneReport,
  readLaneReport,
  releaseAnswer,
  transcodingAnswer,
  verdictAnswer,
} from './contract.ts';

/** An encoder may be made to wait until it is clear whether an earlier one is still there. */
const PUBLISH_WITHIN_MS = 6000;

/** One lane as the control process calls it. Each call throws if it is not answered in time. */
export class LaneClient {
  readonly #calls: PrivateCalls;

  constructor(port: () => number, token: Secret) {
    this.#calls = new PrivateCalls(() => `http://127.0.0.1:${port()}`, token);
  }

  report(): Promise<ReadLaneReport> {
    return this.#calls.ask(LANE_PATHS.report, readLaneReport);
  }

  desire(desired: LaneDesired): Promise<void> {
    return this.#calls.tell(LANE_PATHS.desired, { method: 'PUT', body: desired });
  }

  /** Gives it a session, or a newer plan of one it has. */
  give({ record, events, restarted }: GivenSession): Promise<void> {
    const body = { record: recordToWire(record), events, restarted };
    return this.#calls.tell(LANE_PATHS.session(record.plan.sessionId), { method: 'PUT', body });
  }

  /** What the lane holds of a session: for a control process that could not store it. */
  session(sessionId: string): Promise<GivenSession> {
    return this.#calls.ask(LANE_PATHS.session(sessionId), laneSession);
  }

  /** Takes a session back, unless it has begun there: null then. */
  async release(sessionId: string): Promise<GivenSession | null> {
    const options = { method: 'POST' as const };
    return (await this.#calls.ask(LANE_PATHS.release(sessionId), releaseAnswer, options)).released;
  }

  forget(sessionId: string): Promise<void> {
    return this.#calls.tell(LANE_PATHS.session(sessionId), { method: 'DELETE' });
  }

  /** Whether an encoder may publish at MediaMTX; the lane then looks for it there. */
  publish(claim: EncoderClaim): Promise<Verdict> {
    const options = { method: 'POST' as const, body: claim, withinMs: PUBLISH_WITHIN_MS };
    return this.#calls.ask(LANE_PATHS.publish, verdictAnswer, options);
  }

  /** An encoder publishes at MediaMTX. */
  found(publicId: string, protocol: IngestProtocol): Promise<void> {
    return this.#calls.tell(LANE_PATHS.found, { method: 'POST', body: { publicId, protocol } });
  }

  /** Whether an FFmpeg of the lane reads this path at MediaMTX. */
  async isTranscoding(publicId: string): Promise<boolean> {
    return (await this.#calls.ask(LANE_PATHS.transcoding(publicId), transcodingAnswer)).transcoding;
  }
}
