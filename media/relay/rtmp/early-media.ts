import type { MediaMessage } from '../message/media-message.ts';
import { ProtocolError } from './protocol-error.ts';

/** Media that an encoder may send before it was told that it may publish, in bytes. */
export const MAX_EARLY_BYTES = 2 * 1024 * 1024;
/** What keeping a message costs besides its payload, in bytes: there may be nothing in it. */
const KEEPING_BYTES = 200;

/** What comes while it is decided whether an encoder may publish: its codec headers may be among it. */
export class EarlyMedia {
  #messages: MediaMessage[] = [];
  #bytes = 0;

  /**
   * Keeps a copy.
   * @throws ProtocolError when it becomes too much
   */
  keep(message: MediaMessage): void {
    this.#bytes += message.payload.length + KEEPING_BYTES;
    if (this.#bytes > MAX_EARLY_BYTES) throw new ProtocolError('too much media before it was asked for');
    this.#messages.push({ ...message, payload: Buffer.from(message.payload) });
  }

  /** Everything that was kept; afterwards nothing is. */
  take(): MediaMessage[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }
}
