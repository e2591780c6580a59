import type { Machine } from './machine.ts';
import type { Engine } from './methods/method.ts';

/** One line of the table. Null: not measured, or it never happened. */
export interface Row {
  engine: Engine | 'kernel';
  sessions: number;
  /** Of each session. */
  outputs: number;
  /** Whether the outputs took RTMPS. */
  rtmps: boolean;
  /** Of one core, for all processes of the method. */
  cpu_percent: number;
  pss_mb: number | null;
  /** Only with one session. */
  publish_to_all_ms: number | null;
  /** The share of what was published in the measured window that arrived. */
  delivered_percent: number | null;
  delay_p50_ms: number | null;
  delay_p99_ms: number | null;
  /** The encoders themselves were late, so this row's delays say little. */
  encoders_late: boolean;
  /** Worst of four outputs while a fifth one is frozen. */
  healthy_percent_while_one_stalls: number | null;
  /** From when a destination listens again until it receives again. */
  comeback_ms: number | null;
}

/** One figure from the specification, next to what was measured. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** Empty: there is none. */
  target: string;
  ok: boolean;
}

/** A measurement that could not be made, and why. */
export interface Skipped {
  /** The engine, or what else was to be measured. */
  engine: string;
  /** Null: the whole method. */
  outputs: number | null;
  reason: string;
}

/** Memory of an engine over the minutes of an endurance run. */
export interface MemoryOverTime {
  engine: Engine;
  minutes: { minute: number; own_mb: number }[];
}

export interface BenchResult {
  machine: Machine;
  rows: Row[];
  figures: Figure[];
  soak: MemoryOverTime[];
  skipped: Skipped[];
}
