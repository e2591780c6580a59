import type { Output } from '../sink.ts';

export const ENGINES = [
  'nginx-rtmp',
  'neustream-builtin',
  'neustream-builtin-held',
  'neustream-mediamtx',
  'mediamtx-forward',
  'ffmpeg-copy',
  'ffmpeg-tee',
] as const;
export type Engine = (typeof ENGINES)[number];

export interface MethodSetup {
  /** The outputs of each session. */
  sessions: readonly (readonly Output[])[];
  /** Its own temporary folder; the method's processes are recognised by having it in their arguments. */
  folder: string;
  /** PEM file of the authority that issued the certificates of RTMPS outputs; null for plain RTMP. */
  caFile: string | null;
}

export interface RunningMethod extends AsyncDisposable {
  /** Where the publisher of each session has to publish. */
  publishUrls: readonly string[];
  /** What the method does once the encoder is there, for methods that start senders then. */
  onPublish?(): Promise<void>;
  /** Kills as a crash would; only where something restarts it. */
  crash?: {
    /** A process that sends. Returns how many sessions it carried. */
    lane(): Promise<number>;
    /** The process that leads them. */
    control(): void;
  };
  /** All its processes, now. */
  pids(): number[];
}

/** One way to send inputs to many outputs. */
export interface Method {
  engine: Engine;
  /** Whether it can send RTMPS. */
  rtmps: boolean;
  /** Whether it is measured with many sessions too. */
  manySessions: boolean;
  /** Why it cannot be measured on this machine; undefined when it can. */
  missing(): string | undefined;
  start(setup: MethodSetup): Promise<RunningMethod>;
}
