import type { RefusedSession } from '@neustream/shared/contracts/media-control.ts';
import type { Logger } from 'pino';

/** Logs which sessions the API could not read: one line whenever that changes, not one per snapshot. */
export class RefusedSessions {
  readonly #log: Logger;
  /** What was refused of the previous snapshot, as JSON. */
  #seen = '[]';

  constructor(log: Logger) {
    this.#log = log;
  }

  note(refused: readonly RefusedSession[] = []): void {
    const seen = JSON.stringify(refused);
    if (seen !== this.#seen && refused.length > 0)
      this.#log.warn({ refused }, 'the API cannot read the report about some sessions');
    this.#seen = seen;
  }
}
