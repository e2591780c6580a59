import type { LaneReport as LaneView } from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { z } from 'zod';
import type { Answer, PrivateRequest } from '../../control/public.ts';
import {
  CONTROL_LANE_PATHS,
  type LaneAnswer,
  type LaneReport,
  laneClaim,
  laneReport,
  ownLaneReport,
} from '../edge/contract.ts';
import type { SessionBoard } from './board.ts';
import type { EncoderClaims } from './claims.ts';
import type { DesiredLanes } from './desired-lanes.ts';
import type { Lanes } from './lanes.ts';

const named = z.object({ fingerprint: z.string() });
const MOST_BYTES = 64 * 1024 * 1024;

export interface LaneEdgeDeps {
  token: Secret;
  /** Of the lanes that run our own program. */
  fingerprint: string;
  lanes: Lanes;
  board: SessionBoard;
  claims: EncoderClaims;
  desired: DesiredLanes;
  /** A lane has come up, and has been given what waited. */
  onJoined(): void;
}

/** Answers this node's lanes. */
export class LaneEdge {
  readonly #deps: LaneEdgeDeps;

  constructor(deps: LaneEdgeDeps) {
    this.#deps = deps;
  }

  /** Null when the request is none of a lane's. */
  async answer(request: PrivateRequest): Promise<Answer | null> {
    const { path, method } = request;
    if (path !== CONTROL_LANE_PATHS.report && path !== CONTROL_LANE_PATHS.claim) return null;
    if (method !== 'POST' || !request.knows(this.#deps.token)) return { status: 401 };
    const body = await request.json(MOST_BYTES);
    return path === CONTROL_LANE_PATHS.report ? this.#report(body) : this.#claim(body);
  }

  async #report(body: unknown): Promise<Answer> {
    const isOurProgram = named.safeParse(body).data?.fingerprint === this.#deps.fingerprint;
    const { data } = (isOurProgram ? ownLaneReport : laneReport).safeParse(body);
    if (data === undefined) return { status: 422 };
    const answer = this.take(data);
    return answer === null ? { status: 404 } : { status: 200, body: answer };
  }

  /** Null for a lane that is none of ours. */
  take(report: LaneReport): LaneAnswer | null {
    const { lanes, board, desired } = this.#deps;
    const lane = lanes.find(report.laneId);
    if (lane === null) return null;
    const first = lane.take(report);
    const told = board.reported(report);
    if (first) this.#joined();
    return { desired: desired.of(lane), ...told };
  }

  /** A lane has come up: it takes what waits, and what has not begun in lanes that take nothing new. */
  #joined(): void {
    const { lanes, board, desired } = this.#deps;
    board.placeWaiting();
    this.#deps.onJoined();
    const outdated = lanes.all().filter(({ draining }) => draining);
    if (outdated.length === 0) return;
    desired.changed();
    for (const { id } of outdated) void board.clear(id);
  }

  async #claim(body: unknown): Promise<Answer> {
    const { data } = laneClaim.safeParse(body);
    if (data === undefined) return { status: 422 };
    return { status: 200, body: await this.#deps.claims.find(data.claim, data.laneId) };
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
