import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { RelayFailure, safeDetail } from './failure.ts';
import { isRefusal, rejectionReason, type Status } from './rtmp/status.ts';

/** What follows from a server's refusal, with its words but without the key. */
export function rejected(
  step: 'connect' | 'createStream' | 'publish',
  status: Status,
  streamKey: Secret,
): RelayFailure {
  return new RelayFailure(rejectionReason(step, status.code), {
    detail: wordsOf(status, streamKey),
    badName: status.code.endsWith('.BadName'),
  });
}

/** What a status that nobody waited for means for a publish that runs; null when it goes on. */
export function endingStatus(status: Status, streamKey: Secret): RelayFailure | null {
  if (isRefusal(status)) return rejected('publish', status, streamKey);
  if (!/Unpublish|Connect\.Closed|AppShutdown/.test(status.code)) return null;
  return new RelayFailure('CONNECTION_CLOSED', { detail: safeDetail(status.code, streamKey) });
}

/** What stands in a login's challenge and in its answer: nothing that a person could use. */
const LOGIN_VALUES = /\b(salt|challenge|opaque|nonce|cnonce|nc|response)=[^&\s]*&?/g;

/** A server's own words, safe to show; null when it had none. */
export function wordsOf({ code, description }: Status, streamKey: Secret): string | null {
  const words = description.replace(LOGIN_VALUES, '');
  return safeDetail([code, words].filter(Boolean).join(': '), streamKey);
}
