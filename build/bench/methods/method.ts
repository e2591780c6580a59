import type { Output } from '../sink.ts';

export const ENGINES = [
  'neustream-mediamtx',
  'neustream-builtin',
  'mediamtx-forward',
  'ffmpeg-copy',
  'ffmpeg-tee',
  'nginx-rtmp',
] as const;
export type Engine = (typeof ENGINES)[number];

export interface MethodSetup {
  outputs: Output[];
  /** Its own temporary folder; the method's processes are recognised by having it in their arguments. */
  folder: string;
}

export interface RunningMethod extends AsyncDisposable {
  /** Where the publisher has to publish. */
  publishUrl: string;
  /** What the method does once the encoder is there, for methods that start senders then. */
  onPublish?(): Promise<void>;
  /** Kills the process that sends, as a crash would; only where something restarts it. */
  crash?(): void;
  /** All its processes, now. */
  pids(): number[];
}

/** One way to send an input to many outputs. */
export interface Method {
  engine: Engine;
  /** Whether it can send RTMPS. */
  rtmps: boolean;
  /** Why it cannot be measured on this machine; undefined when it can. */
  missing(): string | undefined;
  start(setup: MethodSetup): Promise<RunningMethod>;
}
