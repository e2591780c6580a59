import type { RefusedSession } from '@neustream/shared/contracts/media-control.ts';
import type { Logger } from 'pino';

/** Logs which sessions of a report could not be read: one line whenever that changes, not one per report. */
export class RefusedSessions {
  readonly #reader: string;
  readonly #log: Logger;
  /** What was refused of the previous report, as JSON. */
  #seen = '[]';

  /** @param reader who could not read them, in words for the log */
  constructor(reader: string, log: Logger) {
    this.#reader = reader;
    this.#log = log;
  }

  note(refused: readonly RefusedSession[] = []): void {
    const seen = JSON.stringify(refused);
    if (seen !== this.#seen && refused.length > 0)
      this.#log.warn({ refused }, `${this.#reader} cannot read the report about some sessions`);
    this.#seen = seen;
  }
}
