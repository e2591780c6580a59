import type { Machine } from './machine.ts';
import type { Engine } from './methods/method.ts';

/** One line of the table. Null: not measured, or it never happened. */
export interface Row {
  engine: Engine;
  outputs: number;
  /** Of one core, for all processes of the method. */
  cpu_percent: number;
  pss_mb: number;
  publish_to_all_ms: number;
  /** The share of what was published in the measured window that arrived. */
  delivered_percent: number;
  delay_p50_ms: number | null;
  delay_p99_ms: number | null;
  /** Worst of four outputs while a fifth one is frozen. */
  healthy_percent_while_one_stalls: number | null;
  /** From when a destination listens again until it receives again. */
  comeback_ms: number | null;
  rtmps: boolean;
}

/** One figure from the specification, next to what was measured. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  target: string;
  ok: boolean;
}

/** A measurement that could not be made, and why. */
export interface Skipped {
  engine: Engine;
  /** Null: the whole method. */
  outputs: number | null;
  reason: string;
}

export interface BenchResult {
  machine: Machine;
  rows: Row[];
  figures: Figure[];
  skipped: Skipped[];
}
