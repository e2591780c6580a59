/** What counts when a lane is chosen for a session. */
export interface LaneLoad {
  /** Share of one core that it used lately. */
  load: number;
  sessions: number;
}

/** What an average session with a few destinations costs, as a share of one core: load is measured only later. */
const LOAD_OF_A_SESSION = 0.005;

/** The lane that a new session disturbs least; null when there is none. */
export function leastLoaded<L extends LaneLoad>(lanes: readonly L[]): L | null {
  let best: L | null = null;
  for (const lane of lanes) if (best === null || burden(lane) < burden(best)) best = lane;
  return best;
}

function burden({ load, sessions }: LaneLoad): number {
  return load + sessions * LOAD_OF_A_SESSION;
}
