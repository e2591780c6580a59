import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';

const MAX_DETAIL = 300;

export interface RelayFailureParts {
  detail?: string | null;
  beforeConnection?: boolean;
  badName?: boolean;
}

/** Why one try to reach a destination, or a running publish, ended. */
export class RelayFailure extends Error {
  readonly reason: RelayReasonCode;
  /** The platform's own words, safe to show; null when it said nothing. */
  readonly detail: string | null;
  /** The failure came before any connection: the port did not answer at all. */
  readonly beforeConnection: boolean;
  /** `NetStream.Publish.BadName`: a wrong key, or one that still has a publisher. */
  readonly badName: boolean;

  constructor(reason: RelayReasonCode, parts: RelayFailureParts = {}) {
    const { detail = null, beforeConnection = false, badName = false } = parts;
    super(`relay failed: ${reason}`);
    this.name = 'RelayFailure';
    this.reason = reason;
    this.detail = detail;
    this.beforeConnection = beforeConnection;
    this.badName = badName;
  }
}

/**
 * A peer's words made safe to show: no control or bidirectional characters, no key, cut.
 * @param secrets plain values that a peer may have repeated
 */
export function safeDetail(words: string, secrets: readonly string[]): string | null {
  let safe = words.replace(/\p{C}/gu, ' ');
  for (const secret of secrets) {
    if (secret.length > 0) safe = safe.replaceAll(secret, '***');
  }
  safe = safe.replace(/\s+/g, ' ').trim().slice(0, MAX_DETAIL);
  return safe === '' ? null : safe;
}
