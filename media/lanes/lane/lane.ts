import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { forgetLaneState, writeLaneState } from '../edge/state-file.ts';
import { createLane, type LaneDeps, type LaneParts } from './create-lane.ts';
import { type LaneLife, mayEnd } from './may-end.ts';

const LOOK_EVERY_MS = 500;

export interface LaneOptions {
  /** Without a control process and with nothing live it ends after this time, in ms. */
  orphanAfterMs: number;
}

/** One process of a media node that carries sessions, from its start until nothing is left for it to do. */
export class Lane {
  readonly #deps: Omit<LaneDeps, 'onAnswered'>;
  readonly #options: LaneOptions;
  readonly #parts: LaneParts;
  readonly #steady: Clock;
  readonly #stopping = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #answeredAt: number;
  #life: NodeJS.Timeout | null = null;

  constructor(deps: Omit<LaneDeps, 'onAnswered'>, options: LaneOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#steady = deps.steady;
    this.#answeredAt = deps.steady();
    this.#parts = createLane({
      ...deps,
      onAnswered: () => {
        this.#answeredAt = this.#steady();
      },
    });
    void this.#stopping.promise.then(() => this.#end());
  }

  /** Settles when it begins to stop. */
  get stopping(): Promise<void> {
    return this.#stopping.promise;
  }

  /** Settles when nothing of it is left. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** @throws AppError `PORT_TAKEN` or `TLS_FILES_UNUSABLE` */
  async start(): Promise<void> {
    const { server, ingest, reports } = this.#parts;
    await server.start();
    await ingest?.start();
    this.#remember();
    reports.start();
    this.#life = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** Unpublishes everywhere and ends; sessions are carried on by whoever the control process gives them to. */
  stop(): void {
    this.#stopping.resolve();
  }

  /** A full disk must not keep a lane from running; a later control process then finds its ports taken, and says so. */
  #remember(): void {
    const { launch, log } = this.#deps;
    const { laneId, fingerprint, control, stateFile } = launch;
    try {
      writeLaneState(stateFile, {
        laneId,
        pid: process.pid,
        port: this.#parts.server.port,
        control,
        fingerprint,
      });
    } catch (error) {
      log.warn({ err: error, file: stateFile }, 'the state of a lane cannot be saved: free some disk space');
    }
  }

  #look(): void {
    const { sessions, handOvers, desired } = this.#parts;
    const life: LaneLife = {
      draining: desired.draining,
      sessions: sessions.size,
      live: sessions.all().filter(({ attached }) => attached).length + handOvers.size,
      aloneMs: this.#steady() - this.#answeredAt,
    };
    if (mayEnd(life, this.#options.orphanAfterMs)) this.stop();
  }

  async #end(): Promise<void> {
    const { server, ingest, sessions, previews, reports } = this.#parts;
    if (this.#life !== null) clearInterval(this.#life);
    ingest?.stopListening();
    await Promise.all([previews.close(), sessions.suspend()]);
    await reports.stop();
    await ingest?.stop();
    await server.stop();
    forgetLaneState(this.#deps.launch.stateFile);
    this.#ended.resolve();
  }
}
