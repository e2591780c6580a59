import { rmSync } from 'node:fs';
import { stopDetached } from '@neustream/shared/node/detached.ts';
import type { LogTail } from '@neustream/shared/node/log-tail.ts';
import { isOurs } from '@neustream/shared/node/pids.ts';
import type { Logger } from 'pino';
import { RefusedSessions } from '../../control/public.ts';
import type { LaneReport, ReadLaneReport } from '../edge/contract.ts';
import type { LaneClient } from '../edge/lane-client.ts';
import type { PlaceableLane } from './board.ts';

/** How many looks a lane may let pass without a word before it counts as hung; the first one may take a while. */
const MOST_SILENT_LOOKS = 20;

export interface LaneHandleOptions {
  id: string;
  pid: number;
  /** Part of its arguments, and where it notes that it runs. */
  stateFile: string;
  tail: LogTail;
  /** How it is called, given its port. */
  callsAt(port: () => number): LaneClient;
  /** Known already when the lane was started by an earlier control process. */
  port: number;
  /** It runs another program, or has other settings. */
  outdated: boolean;
  log: Logger;
}

/** One lane as the control process sees it. */
export class LaneHandle implements PlaceableLane {
  readonly id: string;
  readonly pid: number;
  readonly stateFile: string;
  readonly calls: LaneClient;
  readonly #tail: LogTail;
  readonly #refused: RefusedSessions;
  readonly #firstReport = Promise.withResolvers<LaneReport>();
  report: LaneReport | null = null;
  /** Takes nothing new. */
  draining: boolean;
  #port: number;
  #silentLooks = 0;

  constructor({ id, pid, stateFile, tail, callsAt, port, outdated, log }: LaneHandleOptions) {
    this.id = id;
    this.pid = pid;
    this.stateFile = stateFile;
    this.draining = outdated;
    this.#tail = tail;
    this.#refused = new RefusedSessions('the control process', log.child({ lane: id }));
    this.#port = port;
    this.calls = callsAt(() => this.#port);
  }

  get port(): number {
    return this.#port;
  }

  get load(): number {
    return this.report?.load ?? 0;
  }

  /** How many sessions it reported last. */
  get carried(): number {
    return this.report?.sessions.length ?? 0;
  }

  get running(): boolean {
    return this.report !== null;
  }

  /** Its first report. Never settles when it dies before. */
  get ready(): Promise<LaneReport> {
    return this.#firstReport.promise;
  }

  /** The newest lines of its log, for the error that explains why it did not start. */
  get lastWords(): string {
    return this.#tail.lastLines();
  }

  /** It reported something that cannot be read: it does not hang. */
  misread(problem: string): void {
    this.#silentLooks = 0;
    this.#refused.note([{ sessionId: null, problem }]);
  }

  /** Takes its newest report; true for the first. */
  take(report: ReadLaneReport): boolean {
    const first = this.report === null;
    this.report = report;
    this.#port = report.port;
    this.#silentLooks = 0;
    this.#refused.note(report.refused);
    this.#firstReport.resolve(report);
    return first;
  }

  /** Looks at the process. Call at a steady interval: looks are counted, so that a pause of our own blames nobody. */
  look(): 'fine' | 'dead' | 'hung' {
    if (!isOurs(this.pid, this.stateFile)) return 'dead';
    this.#silentLooks += 1;
    return this.#silentLooks > MOST_SILENT_LOOKS ? 'hung' : 'fine';
  }

  /** Asks it to end, and kills it after `deadlineMs`. */
  end(deadlineMs: number): Promise<void> {
    return stopDetached(this.pid, this.stateFile, deadlineMs);
  }

  /** Nothing of it is left to follow. */
  close(): void {
    this.#tail.stop();
    rmSync(this.stateFile, { force: true });
    rmSync(this.#tail.file, { force: true });
  }
}
