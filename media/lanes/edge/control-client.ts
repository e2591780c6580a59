import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { MeasurePermit } from '@neustream/shared/node/measure-permit.ts';
import type { EncoderClaim, Whereabouts } from '../../control/public.ts';
import type { MeasureVerdict } from '../../ingest/public.ts';
import { PrivateCalls } from './calls.ts';
import {
  CONTROL_LANE_PATHS,
  claimAnswer,
  type LaneAnswer,
  type LaneReport,
  laneAnswer,
  measureAnswer,
} from './contract.ts';

/** How long an encoder waits for a control process that is away, in ms: it is restarted in less. */
const CLAIM_PATIENCE_MS = 6000;
/** The control may have to ask the API, and another lane. */
const CLAIM_WITHIN_MS = 6000;
const ASK_AGAIN_MS = 150;

/** The control process as its lanes call it. */
export class ControlClient {
  readonly #calls: PrivateCalls;
  readonly #laneId: string;
  readonly #steady: Clock;

  constructor(deps: { url: () => string; token: Secret; laneId: string; steady: Clock }) {
    this.#calls = new PrivateCalls(deps.url, deps.token, true);
    this.#laneId = deps.laneId;
    this.#steady = deps.steady;
  }

  report(report: LaneReport): Promise<LaneAnswer> {
    return this.#calls.ask(CONTROL_LANE_PATHS.report, laneAnswer, { method: 'POST', body: report });
  }

  /** Finds the session of an encoder that this lane does not carry. Never throws: asks again for some seconds. */
  async claim(claim: EncoderClaim): Promise<Whereabouts> {
    const giveUpAt = this.#steady() + CLAIM_PATIENCE_MS;
    const body = { laneId: this.#laneId, claim };
    for (;;) {
      try {
        const options = { method: 'POST' as const, body, withinMs: CLAIM_WITHIN_MS };
        return await this.#calls.ask(CONTROL_LANE_PATHS.claim, claimAnswer, options);
      } catch {
        if (this.#steady() > giveUpAt) return { session: 'none', reason: 'CONTROL_AWAY' };
        await pause(ASK_AGAIN_MS);
      }
    }
  }

  /** Whether a page with this permit may measure its uplink. Never throws: without an answer it may not now. */
  async measure(permit: MeasurePermit): Promise<MeasureVerdict> {
    try {
      const options = { method: 'POST' as const, body: { permit } };
      return (await this.#calls.ask(CONTROL_LANE_PATHS.measure, measureAnswer, options)).verdict;
    } catch {
      return 'NOT_NOW';
    }
  }

  /** A measurement is over. If nobody hears it, the control process finds out by itself. */
  measured(permit: MeasurePermit): void {
    this.#calls
      .tell(CONTROL_LANE_PATHS.measured, { method: 'POST', body: { permit } })
      .catch(() => undefined);
  }
}
