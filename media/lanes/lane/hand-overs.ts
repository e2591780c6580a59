import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { HandedOver } from '../../ingest/public.ts';
import { HandOver } from './hand-over.ts';

/** The encoders that this lane accepted and others serve. */
export class HandOvers {
  readonly #token: Secret;
  readonly #running = new Set<HandOver>();

  constructor(token: Secret) {
    this.#token = token;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Returns what takes the encoder's bytes from now on. */
  begin(encoder: HandedOver, port: number): (bytes: Buffer) => void {
    const onEnd = () => this.#running.delete(one);
    const one: HandOver = new HandOver({ port, token: this.#token, encoder, onEnd });
    this.#running.add(one);
    return (bytes) => one.take(bytes);
  }
}
