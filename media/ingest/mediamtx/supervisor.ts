import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { writeFileAtomically } from '@neustream/shared/node/atomic-file.ts';
import { startDetached, stopDetached } from '@neustream/shared/node/detached.ts';
import { LogTail } from '@neustream/shared/node/log-tail.ts';
import { isOurs } from '@neustream/shared/node/pids.ts';
import type { Logger } from 'pino';
import { DEADLINE_MS, type MediamtxApi } from './api.ts';
import { afterDeath, type Deaths, restartPause } from './backoff.ts';
import type { MediamtxPorts } from './config-file.ts';
import { Health } from './health.ts';
import { forgetState, type MediamtxState, writeState } from './state-file.ts';

const START_DEADLINE_MS = 10_000;
const STOP_DEADLINE_MS = 2000;
/** How long one that hangs may take to end by itself, in ms. */
const HUNG_DEADLINE_MS = 200;
const LOOK_AGAIN_MS = 25;
const WATCH_EVERY_MS = 250;

export interface SupervisorDeps {
  binary: string;
  /** Where config, state and log are kept. */
  folder: string;
  config: Record<string, unknown>;
  ports: MediamtxPorts;
  /** Whether encoders may use RTMP. */
  takesRtmp: boolean;
  /** What an earlier start left, if it should be tried. */
  previous: MediamtxState | null;
  /** The port of our own control server, so that the next start can use it again. */
  controlPort: number;
  api: MediamtxApi;
  log: Logger;
  now: Clock;
  /** MediaMTX died and is running again. */
  onRestart(): void;
}

/** Keeps one MediaMTX running: adopts the one an earlier start left, or starts one; restarts it when it dies. */
export class MediamtxSupervisor {
  readonly #deps: SupervisorDeps;
  readonly #stopping = new AbortController();
  readonly #configFile: string;
  readonly #stateFile: string;
  readonly #tail: LogTail;
  readonly #configText: string;
  #pid: number | null = null;
  #ready = false;
  #watching: Promise<void> = Promise.resolve();

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
    this.#configFile = join(deps.folder, 'mediamtx.yml');
    this.#stateFile = join(deps.folder, 'mediamtx.json');
    const logFile = join(deps.folder, 'mediamtx.log');
    this.#tail = new LogTail(logFile, (line) => logLine(deps.log, line));
    this.#configText = JSON.stringify(deps.config, null, 1);
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** @throws AppError `MEDIAMTX_FAILED` when it does not come up within ten seconds */
  async start(): Promise<void> {
    if (!(await this.#adopt())) {
      writeFileAtomically(this.#configFile, this.#configText);
      await this.#launch();
    }
    this.#ready = true;
    this.#tail.start();
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#ready = false;
    await this.#watching;
    await this.#end(STOP_DEADLINE_MS);
    this.#tail.stop();
    forgetState(this.#stateFile);
  }

  async #adopt(): Promise<boolean> {
    const { previous, log } = this.#deps;
    if (previous === null || !isOurs(previous.pid, this.#configFile)) return false;
    if (previous.configHash === this.#hash() && (await this.#answers())) {
      this.#pid = previous.pid;
      log.info({ pid: previous.pid }, 'MediaMTX was still running and is taken over with its encoders');
      return true;
    }
    log.info({ pid: previous.pid }, 'a MediaMTX with other settings was still running and is replaced');
    await stopDetached(previous.pid, this.#configFile, STOP_DEADLINE_MS);
    return false;
  }

  async #launch(): Promise<void> {
    const { binary, folder } = this.#deps;
    this.#tail.reset();
    const { pid } = startDetached({
      file: binary,
      args: [this.#configFile],
      cwd: folder,
      logFile: this.#tail.file,
    });
    this.#pid = pid;
    this.#remember(pid);
    const giveUpAt = this.#deps.now() + START_DEADLINE_MS;
    while (!(await this.#answers())) {
      const { aborted } = this.#stopping.signal;
      if (aborted || !isOurs(pid, this.#configFile) || this.#deps.now() > giveUpAt) throw this.#startFailed();
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** A full disk must not keep MediaMTX from running; the next start will then find its ports taken, and say so. */
  #remember(pid: number): void {
    const { ports, takesRtmp, controlPort, log } = this.#deps;
    try {
      writeState(this.#stateFile, { pid, configHash: this.#hash(), controlPort, takesRtmp, ports });
    } catch (error) {
      log.warn(
        { err: error, file: this.#stateFile },
        'the state of MediaMTX cannot be saved: free some disk space',
      );
    }
  }

  async #end(deadlineMs: number): Promise<void> {
    if (this.#pid !== null) await stopDetached(this.#pid, this.#configFile, deadlineMs);
  }

  async #watch(): Promise<void> {
    let deaths: Deaths = { count: 0, startedAt: this.#deps.now() };
    let health = this.#newHealth();
    while (await this.#rest(WATCH_EVERY_MS)) {
      const problem = await this.#problem(health);
      if (problem === null) continue;
      this.#ready = false;
      this.#deps.log.error(`MediaMTX ${problem}; it is being restarted, and encoders will reconnect`);
      await this.#end(HUNG_DEADLINE_MS);
      health = this.#newHealth();
      deaths = { ...deaths, count: afterDeath(deaths, this.#deps.now()) };
      deaths = await this.#revive(deaths);
    }
  }

  #newHealth(): Health {
    return new Health({
      ask: () => this.#deps.api.answers(),
      deadlineMs: DEADLINE_MS,
      now: () => performance.now(),
    });
  }

  async #problem(health: Health): Promise<string | null> {
    const gone = () => this.#pid === null || !isOurs(this.#pid, this.#configFile);
    if (gone()) return 'ended by itself';
    return (await health.hangs()) && !gone() ? 'does not answer any more' : null;
  }

  async #revive(deaths: Deaths): Promise<Deaths> {
    for (let count = deaths.count; await this.#rest(restartPause(count)); count += 1) {
      const startedAt = this.#deps.now();
      try {
        await this.#launch();
        this.#ready = true;
        this.#deps.onRestart();
        return { count, startedAt };
      } catch (error) {
        this.#deps.log.error({ err: error }, 'MediaMTX could not be started; still trying');
        await this.#end(HUNG_DEADLINE_MS);
      }
    }
    return deaths;
  }

  /** False when we are stopping. */
  async #rest(ms: number): Promise<boolean> {
    await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    return !this.#stopping.signal.aborted;
  }

  async #answers(): Promise<boolean> {
    return this.#deps.api.paths().then(
      () => true,
      () => false,
    );
  }

  #hash(): string {
    return createHash('sha256').update(`${this.#deps.binary}\n${this.#configText}`).digest('hex');
  }

  #startFailed(): AppError {
    const words = this.#tail.lastLines();
    return new AppError({
      code: 'MEDIAMTX_FAILED',
      fault: 'ours',
      message: `MediaMTX did not start${words === '' ? '.' : `: ${words}`}`,
      action: 'Check MEDIAMTX_BIN and the ports, or set INGEST=builtin to do without MediaMTX.',
    });
  }
}

function logLine(log: Logger, line: string): void {
  const text = line.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, '');
  // We wait by polling for a path that may not exist yet, which MediaMTX logs as an error.
  if (text.startsWith('ERR [API]') && text.endsWith('not found')) return;
  if (text.startsWith('WAR') || text.startsWith('ERR') || text.startsWith('panic'))
    log.warn({ mediamtx: text });
  else log.debug({ mediamtx: text });
}
