import { networkOf } from '@neustream/shared/node/network-of.ts';
import type { Log } from './log.ts';

/** The request that something came from. */
export interface Origin {
  requestId: string;
  /** Of the client. */
  address: string;
}

/** Why sign-ins ended early. */
export type RevocationCause =
  | 'signed-out'
  | 'device-signed-out'
  | 'signed-out-everywhere'
  | 'password-changed'
  | 'refresh-token-reused';

/**
 * Everything the security log records: ids and words of our own, never what somebody typed. `userId` is the user it
 * concerns; null when somebody tried an address without an account.
 */
export type SecurityEvent =
  | {
      event: 'signed-in';
      userId: string;
      signInId: string;
      by: 'registration' | 'password';
      knownDevice: boolean;
    }
  | { event: 'sign-in-failed'; userId: string | null }
  | { event: 'password-tries-used-up'; userId: string | null; limit: string }
  | { event: 'refresh-token-reused'; userId: string; signInId: string }
  | { event: 'sign-ins-revoked'; userId: string; signInIds: readonly string[]; because: RevocationCause }
  | { event: 'password-changed'; userId: string; signInId: string }
  | { event: 'password-change-failed'; userId: string; signInId: string }
  | { event: 'ingest-key-rotated'; userId: string; sourceId: string };

const WORDS: Record<SecurityEvent['event'], string> = {
  'signed-in': 'Somebody signed in.',
  'sign-in-failed': 'Somebody failed to sign in.',
  'password-tries-used-up': 'Somebody has used up the tries for a password.',
  'refresh-token-reused': 'A refresh token was used twice, so it has been copied.',
  'sign-ins-revoked': 'Sign-ins were ended.',
  'password-changed': 'A password was changed.',
  'password-change-failed': 'A password was not changed, because the current one was wrong.',
  'ingest-key-rotated': 'An ingest key was replaced.',
};

export interface SecurityLog {
  /** Records what has happened; call it after the commit, so that nothing is recorded that was rolled back. */
  record(origin: Origin, event: SecurityEvent): void;
}

/**
 * Events that concern the safety of accounts, as log lines with `log: "security"`, so that they can be filtered out and
 * kept for longer than the others. They are written whatever `LOG_LEVEL` says, unless it is `silent`.
 */
export function createSecurityLog(log: Log): SecurityLog {
  const lines = log.child({ log: 'security' }, log.level === 'silent' ? {} : { level: 'info' });
  return {
    record({ requestId, address }, event) {
      lines.info({ ...event, requestId, network: networkOf(address).near }, WORDS[event.event]);
    },
  };
}
