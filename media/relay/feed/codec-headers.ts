import type { MediaKind } from '../message/media-message.ts';

export interface KeptHeader {
  kind: MediaKind;
  payload: Buffer;
}

const METADATA = 'metadata';
const MAX_HEADERS = 32;
const MAX_HEADER_BYTES = 1024 * 1024;

/** What a joining output needs before its first frame: metadata, then the codec headers of all tracks. */
export class CodecHeaders {
  readonly #kept = new Map<string, KeptHeader>();

  clear(): void {
    this.#kept.clear();
  }

  keepMetadata(payload: Buffer): void {
    this.#keep(METADATA, { kind: 'data', payload });
  }

  /** Keeps a copy. Returns true when it replaces a different header of the same track. */
  keep(key: string, header: KeptHeader): boolean {
    const known = this.#kept.get(key);
    if (known?.payload.equals(header.payload)) return false;
    this.#keep(key, header);
    return known !== undefined;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }

  /** Metadata first, then headers in the order in which their tracks first appeared. */
  all(): KeptHeader[] {
    const metadata = this.#kept.get(METADATA);
    const rest = [...this.#kept].filter(([key]) => key !== METADATA).map(([, header]) => header);
    return metadata ? [metadata, ...rest] : rest;
  }

  #keep(key: string, header: KeptHeader): void {
    if (header.payload.length > MAX_HEADER_BYTES) return;
    if (!this.#kept.has(key) && this.#kept.size >= MAX_HEADERS) return;
    this.#kept.set(key, { kind: header.kind, payload: Buffer.from(header.payload) });
  }
}
