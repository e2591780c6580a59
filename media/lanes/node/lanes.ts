import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { backoffMs, failuresInARow } from '@neustream/shared/kernel/backoff.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { isStillOurs } from '@neustream/shared/node/pids.ts';
import type { ReadLaneReport } from '../edge/contract.ts';
import { forgetLaneState, readLaneStates } from '../edge/state-file.ts';
import type { LaneHandle } from './lane-handle.ts';
import { adoptLane, type LaneStartDeps, startLane } from './start-lane.ts';

/** How often adopted lanes are looked at; the end of those that we started is told. In ms. */
const LOOK_EVERY_MS = 500;
/** Pauses before a lane that died is replaced; they grow while its replacements die too. In ms. */
const RESTARTS = { firstMs: 50, longestMs: 10_000 };
/** A lane that ran this long was healthy, in ms. */
const STEADY_MS = 30_000;
const FIRST_REPORT_MS = 15_000;
const ADOPTION_MS = 3000;
const STOP_DEADLINE_MS = 3000;

export interface LanesDeps extends LaneStartDeps {
  /** How many should run. */
  count: number;
  /** A lane died or has ended; whatever it carried is carried by nobody. */
  onEnd(laneId: string): void;
  /** Whether a lane that is outdated can go on beside new ones. */
  mayOverlap: boolean;
  steady: Clock;
}

/** The lanes of this node: adopts those that an earlier control process left, and keeps as many running as it should. */
export class Lanes {
  readonly #deps: LanesDeps;
  readonly #lanes = new Map<string, LaneHandle>();
  readonly #stopping = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #deaths = { inARow: 0, lastStartAt: 0 };
  #wake: () => void = () => undefined;

  constructor(deps: LanesDeps) {
    this.#deps = deps;
  }

  all(): LaneHandle[] {
    return [...this.#lanes.values()];
  }

  find(id: string): LaneHandle | null {
    return this.#lanes.get(id) ?? null;
  }

  /** Those that take new sessions. */
  open(): LaneHandle[] {
    return this.all().filter(({ running, draining }) => running && !draining);
  }

  /** Takes over the lanes that still run from an earlier start. Returns what they carry. */
  async adopt(): Promise<ReadLaneReport[]> {
    const fingerprint = this.#deps.launch().fingerprint;
    const states = readLaneStates(this.#deps.folder);
    const reports = await Promise.all(
      states.map(async ({ file, state }) => {
        if (!isStillOurs(state.pid, file)) {
          forgetLaneState(file);
          return null;
        }
        const outdated = state.fingerprint !== fingerprint;
        return this.#adoptOne(adoptLane({ file, state, outdated }, this.#deps));
      }),
    );
    // The settings may want fewer than before: those with the most to do stay.
    const busiest = this.open().sort((one, other) => other.carried - one.carried);
    for (const lane of busiest.slice(this.#deps.count)) {
      lane.draining = true;
      this.#deps.log.info(
        { lane: lane.id },
        'a lane is more than the settings want: it ends with its last session',
      );
    }
    return reports.filter((report) => report !== null);
  }

  /**
   * Starts what is missing.
   * @throws AppError `LANE_FAILED` when none of them comes up
   */
  async start(): Promise<void> {
    const started = this.#startMissing();
    this.#watching = this.#watch();
    const first = await Promise.race([
      ...this.open().map(() => 'running' as const),
      ...started.map((lane) => lane.ready.then(() => 'running' as const)),
      this.#untilAllDied(started),
      pause(FIRST_REPORT_MS, 'late' as const, { ref: false }),
    ]);
    if (first === 'running') return;
    throw startFailed(started.map(({ lastWords }) => lastWords).find((words) => words !== '') ?? '');
  }

  /** Ends every lane. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await Promise.all(this.all().map((lane) => lane.end(STOP_DEADLINE_MS)));
    for (const lane of this.#lanes.values()) lane.close();
    this.#lanes.clear();
  }

  async #adoptOne(lane: LaneHandle): Promise<ReadLaneReport | null> {
    const { log } = this.#deps;
    const late = pause(ADOPTION_MS, null, { ref: false });
    const report = await Promise.race([lane.calls.report().catch(() => null), late]);
    if (report === null || (lane.draining && !this.#deps.mayOverlap)) {
      log.warn({ lane: lane.id, pid: lane.pid }, 'a lane of an earlier start cannot go on and is ended');
      await lane.end(report === null ? 0 : STOP_DEADLINE_MS);
      lane.close();
      return null;
    }
    this.#lanes.set(lane.id, lane);
    lane.take(report);
    if (report.state === 'draining') lane.draining = true;
    const what = lane.draining ? 'is outdated: it ends with its last session' : 'is taken over';
    log.info({ lane: lane.id, pid: lane.pid }, `a lane was still running and ${what}`);
    return report;
  }

  #startMissing(): LaneHandle[] {
    const missing = this.#deps.count - this.all().filter(({ draining }) => !draining).length;
    return Array.from({ length: Math.max(0, missing) }, () => {
      const { lane, exited } = startLane(this.#deps);
      void exited.then(() => this.#wake());
      this.#lanes.set(lane.id, lane);
      this.#deaths.lastStartAt = this.#deps.steady();
      return lane;
    });
  }

  /** A machine that has no memory, process or descriptor left for another lane may have some later. */
  #replaceMissing(): void {
    try {
      this.#startMissing();
    } catch (error) {
      this.#deaths.inARow += 1;
      this.#deaths.lastStartAt = this.#deps.steady();
      this.#deps.log.error({ err: error }, 'a lane could not be started and is tried again');
    }
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([woken, pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)]);
      for (const lane of this.all()) if (!signal.aborted) await this.#look(lane);
      if (!signal.aborted && this.#isTimeToStart()) this.#replaceMissing();
    }
  }

  async #look(lane: LaneHandle): Promise<void> {
    const seen = lane.look();
    if (seen === 'fine') return;
    const { log } = this.#deps;
    if (seen === 'hung') {
      log.error({ lane: lane.id, pid: lane.pid }, 'a lane does not answer any more and is killed');
      await lane.end(0);
    }
    this.#lanes.delete(lane.id);
    if (lane.draining) log.info({ lane: lane.id }, 'a lane has ended with its last session');
    else this.#died(lane);
    lane.close();
    this.#deps.onEnd(lane.id);
  }

  #died({ id, pid, lastWords }: LaneHandle): void {
    const ranMs = this.#deps.steady() - this.#deaths.lastStartAt;
    this.#deaths.inARow = failuresInARow(this.#deaths.inARow, { ranMs, steadyMs: STEADY_MS });
    this.#deps.log.error({ lane: id, pid, lastWords }, 'a lane died; its sessions go on in another');
  }

  #isTimeToStart(): boolean {
    const since = this.#deps.steady() - this.#deaths.lastStartAt;
    return since >= backoffMs(this.#deaths.inARow, RESTARTS);
  }

  async #untilAllDied(started: readonly LaneHandle[]): Promise<'dead'> {
    while (started.some(({ id }) => this.#lanes.has(id)))
      await pause(LOOK_EVERY_MS, undefined, { ref: false });
    return 'dead';
  }
}

function startFailed(words: string): AppError {
  return new AppError({
    code: 'LANE_FAILED',
    fault: 'ours',
    message: `No process that carries sessions could be started${words === '' ? '.' : `: ${words}`}`,
    action: 'Read the log of the media node, correct what it says, and start it again.',
  });
}
