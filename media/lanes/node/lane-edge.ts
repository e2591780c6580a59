import { type LaneReport as LaneView, problemOf } from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Answer, PrivateRequest } from '../../control/public.ts';
import {
  CONTROL_LANE_PATHS,
  type LaneAnswer,
  laneClaim,
  laneMeasure,
  ownLaneReport,
  type ReadLaneReport,
  readLaneReport,
} from '../edge/contract.ts';
import type { SessionBoard } from './board.ts';
import type { EncoderClaims } from './claims.ts';
import type { DesiredLanes } from './desired-lanes.ts';
import type { Lanes } from './lanes.ts';
import type { Measurements } from './measurements.ts';

const named = z.object({ laneId: z.string(), fingerprint: z.string().nullable().catch(null) });
const MOST_BYTES = 64 * 1024 * 1024;

export interface LaneEdgeDeps {
  token: Secret;
  /** Of the lanes that run our own program. */
  fingerprint: string;
  lanes: Pick<Lanes, 'find' | 'all'>;
  board: SessionBoard;
  claims: EncoderClaims;
  desired: DesiredLanes;
  measurements: Measurements;
  /** A lane has come up, and has been given what waited. */
  onJoined(): void;
  log: Logger;
}

/** Answers this node's lanes. */
export class LaneEdge {
  readonly #deps: LaneEdgeDeps;
  readonly #answers = new Map<string, (body: unknown) => Answer | Promise<Answer>>([
    [CONTROL_LANE_PATHS.report, (body) => this.#report(body)],
    [CONTROL_LANE_PATHS.claim, (body) => this.#claim(body)],
    [CONTROL_LANE_PATHS.measure, (body) => this.#measure(body)],
    [CONTROL_LANE_PATHS.measured, (body) => this.#measured(body)],
  ]);

  constructor(deps: LaneEdgeDeps) {
    this.#deps = deps;
  }

  /** Null when the request is none of a lane's. */
  async answer(request: PrivateRequest): Promise<Answer | null> {
    const { path, method } = request;
    const answer = this.#answers.get(path);
    if (answer === undefined) return null;
    if (method !== 'POST' || !request.knows(this.#deps.token)) return { status: 401 };
    return answer(await request.json(MOST_BYTES));
  }

  async #report(body: unknown): Promise<Answer> {
    const sender = named.safeParse(body).data;
    if (sender === undefined) return { status: 422 };
    const isOurProgram = sender.fingerprint === this.#deps.fingerprint;
    const read = (isOurProgram ? ownLaneReport : readLaneReport).safeParse(body);
    if (read.success) return { status: 200, body: this.take(read.data) };
    this.#deps.lanes.find(sender.laneId)?.misread(problemOf(read.error));
    return { status: 422 };
  }

  take(report: ReadLaneReport): LaneAnswer {
    const { lanes, board, desired } = this.#deps;
    const lane = lanes.find(report.laneId);
    if (lane === null) return this.#dismiss(report);
    const first = lane.take(report);
    const told = board.reported(report);
    if (first) {
      this.settle();
      this.#deps.onJoined();
    }
    return { desired: desired.of(lane), ...told };
  }

  /** A lane that nobody knew to adopt: what it carries is carried by others. */
  #dismiss({ laneId, sessions }: ReadLaneReport): LaneAnswer {
    const { desired, log } = this.#deps;
    log.warn({ lane: laneId }, 'an unknown lane of an earlier start is told to end');
    const drop = sessions.map(({ sessionId }) => sessionId);
    return { desired: { ...desired.of({ draining: true }), draining: true }, drop, storedEvents: [] };
  }

  /**
   * Tells the lanes there are what they should be. Those that take sessions get what waits, and what has not begun in
   * lanes that take nothing new.
   */
  settle(): void {
    const { lanes, board, desired } = this.#deps;
    board.placeWaiting();
    desired.changed();
    for (const { id, draining } of lanes.all()) if (draining) void board.clear(id);
  }

  async #claim(body: unknown): Promise<Answer> {
    const { data } = laneClaim.safeParse(body);
    if (data === undefined) return { status: 422 };
    if (this.#deps.lanes.find(data.laneId) === null)
      return { status: 200, body: { session: 'none', reason: 'LANE_UNKNOWN' } };
    return { status: 200, body: await this.#deps.claims.find(data.claim, data.laneId) };
  }

  #measure(body: unknown): Answer {
    const { data } = laneMeasure.safeParse(body);
    if (data === undefined) return { status: 422 };
    return { status: 200, body: { verdict: this.#deps.measurements.begin(data.permit) } };
  }

  #measured(body: unknown): Answer {
    const { data } = laneMeasure.safeParse(body);
    if (data === undefined) return { status: 422 };
    this.#deps.measurements.end(data.permit);
    return { status: 200 };
  }
}

/** The node's lanes as its report shows them. */
export function laneViews(lanes: Lanes, board: SessionBoard): LaneView[] {
  return lanes.all().map(({ id, report, draining, pid, load }) => ({
    id,
    state: report === null ? 'starting' : draining ? 'draining' : 'running',
    version: report?.version ?? '',
    pid,
    sessions: board.sessionsOn(id),
    load,
  }));
}
