/** Who has to act: the person using Neustream, the platform being streamed to, or us. */
export const FAULTS = ['user', 'destination', 'ours'] as const;
export type Fault = (typeof FAULTS)[number];

export interface AppErrorParts {
  code: string;
  fault: Fault;
  /** What happened, as a sentence for people. Never contains a secret. */
  message: string;
  /** What to do about it, as a sentence for people. */
  action: string;
  details?: unknown;
  cause?: unknown;
}

/** The one error class that crosses edges: a code for programs, sentences for people. */
export class AppError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly action: string;
  readonly details: unknown;

  constructor({ code, fault, message, action, details, cause }: AppErrorParts) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.fault = fault;
    this.action = action;
    this.details = details;
  }
}
