import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';

const MAX_DETAIL = 300;

export interface RelayFailureParts {
  detail?: string | null;
  beforeConnection?: boolean;
  badName?: boolean;
  afterKey?: boolean;
}

/** Why one try to reach a destination, or a running publish, ended. */
export class RelayFailure extends Error {
  readonly reason: RelayReasonCode;
  /** The platform's own words, or the address that it named, safe to show; null when it said nothing. */
  readonly detail: string | null;
  /** The failure came before any connection: the port did not answer at all. */
  readonly beforeConnection: boolean;
  /** `NetStream.Publish.BadName`: a wrong key, or one that still has a publisher. */
  readonly badName: boolean;
  /** The server hung up when it had been given the key, before it took anything: many answer a wrong key so. */
  readonly afterKey: boolean;

  constructor(reason: RelayReasonCode, parts: RelayFailureParts = {}) {
    const { detail = null, beforeConnection = false, badName = false, afterKey = false } = parts;
    super(`relay failed: ${reason}`);
    this.name = 'RelayFailure';
    this.reason = reason;
    this.detail = detail;
    this.beforeConnection = beforeConnection;
    this.badName = badName;
    this.afterKey = afterKey;
  }

  /** An open connection was closed or broken by the server, without a word. */
  get hungUp(): boolean {
    const closed = this.reason === 'CONNECTION_CLOSED' || this.reason === 'CONNECTION_RESET';
    return closed && this.detail === null && !this.beforeConnection;
  }

  /** Nothing is wrong with the publish that ends: it is left for another one. */
  get isParting(): boolean {
    return this.reason === 'FORMAT_CHANGED' || this.reason === 'RECONNECT_REQUESTED';
  }
}

/** Why an error thrown on the way to a destination ended the try. */
export function asFailure(error: unknown): RelayFailure {
  if (error instanceof RelayFailure) return error;
  if (error instanceof AppError && error.code === 'ADDRESS_INVALID')
    return new RelayFailure('ADDRESS_INVALID');
  return new RelayFailure('INTERNAL');
}

/**
 * A peer's words made safe to show: without control or bidirectional characters or keys, and shortened. Null when
 * nothing is left.
 */
export function safeDetail(words: string, streamKey: Secret): string | null {
  const readable = words.replace(/\p{C}/gu, ' ');
  const safe = formsOf(streamKey.reveal())
    .reduce((text, form) => text.replaceAll(form, '***'), readable)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_DETAIL);
  return safe === '' ? null : safe;
}

/** How servers echo a key: as it was sent, without its query (`key?bandwidthtest=1`), or percent-encoded. */
function formsOf(key: string): string[] {
  const bare = key.split('?', 1)[0] ?? '';
  const encoded = [key, bare].map((form) => encodeURIComponent(form.toWellFormed()));
  return [key, bare, ...encoded].filter((form) => form !== '');
}
