import type { MediamtxAccess } from '../../ingest/public.ts';
import type { LaneDesired } from '../edge/contract.ts';
import type { LaneHandle } from './lane-handle.ts';

export interface DesiredLanesDeps {
  /** Names this run of the control process. */
  runId: string;
  /** Where it answers. */
  controlUrl(): string;
  mediamtx(): MediamtxAccess | null;
  lanes(): readonly LaneHandle[];
}

/** What this node's lanes should be, apart from their sessions. */
export class DesiredLanes {
  readonly #deps: DesiredLanesDeps;
  #watched: readonly string[] | null = null;
  #version = 1;
  #mediamtxDeaths = 0;

  constructor(deps: DesiredLanesDeps) {
    this.#deps = deps;
  }

  /** A lane stops listening only once another listens. */
  of({ draining }: Pick<LaneHandle, 'draining'>): LaneDesired {
    const othersRun = this.#deps.lanes().some((lane) => lane.running && !lane.draining);
    return {
      from: this.#deps.runId,
      version: this.#version,
      control: this.#deps.controlUrl(),
      draining: draining && othersRun,
      mediamtx: this.#deps.mediamtx(),
      mediamtxDeaths: this.#mediamtxDeaths,
      watched: this.#watched === null ? null : [...this.#watched],
    };
  }

  mediamtxDied(): void {
    this.#mediamtxDeaths += 1;
    this.changed();
  }

  /** All paths that somebody watches or records at MediaMTX. */
  watch(publicIds: readonly string[]): void {
    this.#watched = publicIds;
    this.changed();
  }

  /** Tells every lane at once; one that misses it learns it with the answer to its next report. */
  changed(): void {
    this.#version += 1;
    for (const lane of this.#deps.lanes()) {
      if (lane.running) lane.calls.desire(this.of(lane)).catch(() => undefined);
    }
  }
}
