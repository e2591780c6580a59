import type { MediamtxAccess } from '../../ingest/public.ts';
import type { LaneDesired } from '../edge/contract.ts';

export interface DesiredStateDeps {
  /** Where the control process answered when this lane was started. */
  control: string;
  /** MediaMTX died and is back: its encoders have to reconnect. */
  onMediamtxDeath(): void;
  /** Once: take nothing new from now on. */
  onDraining(): void;
  onChange(): void;
}

/** What the control process wants this lane to be, apart from its sessions. */
export class DesiredState {
  readonly #deps: DesiredStateDeps;
  #current: LaneDesired | null = null;
  #watched: readonly string[] = [];

  constructor(deps: DesiredStateDeps) {
    this.#deps = deps;
  }

  get control(): string {
    return this.#current?.control ?? this.#deps.control;
  }

  get mediamtx(): MediamtxAccess | null {
    return this.#current?.mediamtx ?? null;
  }

  get draining(): boolean {
    return this.#current?.draining ?? false;
  }

  isWatched(publicId: string): boolean {
    return this.#watched.includes(publicId);
  }

  /** Takes a newer state; an older or equal one changes nothing. */
  apply(desired: LaneDesired): void {
    const before = this.#current;
    if (before?.from === desired.from && desired.version <= before.version) return;
    // A lane that stopped listening cannot begin again.
    this.#current = { ...desired, draining: desired.draining || (before?.draining ?? false) };
    this.#watched = desired.watched ?? this.#watched;
    const { onMediamtxDeath, onDraining, onChange } = this.#deps;
    if (before?.from === desired.from && desired.mediamtxDeaths > before.mediamtxDeaths) onMediamtxDeath();
    if (this.draining && before?.draining !== true) onDraining();
    onChange();
  }
}
