import type { Fault } from '../kernel/app-error.ts';

/** What a relay is doing: a relay is the work of sending one session to one destination. */
export const RELAY_STATUSES = ['CONNECTING', 'LIVE', 'ERROR', 'DISCONNECTED'] as const;
export type RelayStatus = (typeof RELAY_STATUSES)[number];

/** Which status may follow which. The same status may always be reported again. */
export const RELAY_TRANSITIONS: Record<RelayStatus, readonly RelayStatus[]> = {
  CONNECTING: ['LIVE', 'ERROR', 'DISCONNECTED'],
  LIVE: ['CONNECTING', 'ERROR', 'DISCONNECTED'],
  ERROR: ['CONNECTING', 'DISCONNECTED'],
  DISCONNECTED: ['CONNECTING'],
};

/** Why a relay is not (or is no longer) live. The texts for people are in `RELAY_REASONS`. */
export const RELAY_REASON_CODES = [
  'ADDRESS_INVALID',
  'ADDRESS_NOT_ALLOWED',
  'DNS_FAILED',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMED_OUT',
  'CONNECTION_RESET',
  'CONNECTION_CLOSED',
  'TLS_FAILED',
  'CERTIFICATE_INVALID',
  'HANDSHAKE_FAILED',
  'PROTOCOL_ERROR',
  'CONNECT_REJECTED',
  'CONNECT_HUNG_UP',
  'LOGIN_MISSING',
  'LOGIN_REJECTED',
  'REDIRECT_FAILED',
  'PUBLISH_HUNG_UP',
  'KEY_REJECTED',
  'KEY_IN_USE',
  'NO_PROGRESS',
  'CODEC_UNSUPPORTED',
  'FORMAT_CHANGED',
  'RECONNECT_REQUESTED',
  'SOURCE_ABSENT',
  'PAUSED',
  'REMOVED',
  'SESSION_ENDED',
  'INTERNAL',
] as const;
export type RelayReasonCode = (typeof RELAY_REASON_CODES)[number];

export interface RelayReason {
  fault: Fault;
  message: string;
  action: string;
  /** `fast`: three quick tries, then quiet ones. `never`: only when the user asks, or when the plan changes. */
  retry: 'fast' | 'never';
}

/** What each reason means to a person, whose fault it is, and whether trying again can help. */
export const RELAY_REASONS: Record<RelayReasonCode, RelayReason> = {
  ADDRESS_INVALID: {
    fault: 'user',
    message: 'The server address is not a valid RTMP address.',
    action: 'Edit the destination; the address begins with rtmp:// or rtmps://.',
    retry: 'never',
  },
  ADDRESS_NOT_ALLOWED: {
    fault: 'user',
    message: 'The server address points to a private network, or to a port that is not allowed here.',
    action: 'Use a public server address and its RTMP port, or ask the operator to allow this one.',
    retry: 'never',
  },
  DNS_FAILED: {
    fault: 'destination',
    message: 'The server name could not be found.',
    action: 'Check the server address for typos.',
    retry: 'fast',
  },
  CONNECTION_REFUSED: {
    fault: 'destination',
    message: 'The server refused the connection.',
    action: 'Check the address and port; if they are right, the platform is down and we keep trying.',
    retry: 'fast',
  },
  CONNECTION_TIMED_OUT: {
    fault: 'destination',
    message: 'The server did not answer in time.',
    action: 'We keep trying. If this continues, check the address.',
    retry: 'fast',
  },
  CONNECTION_RESET: {
    fault: 'destination',
    message: 'The server dropped the connection.',
    action: 'We reconnect automatically. If it keeps happening, check the stream settings on the platform.',
    retry: 'fast',
  },
  CONNECTION_CLOSED: {
    fault: 'destination',
    message: 'The server closed the connection.',
    action: 'We reconnect automatically. If it keeps happening, check that the platform expects your stream.',
    retry: 'fast',
  },
  TLS_FAILED: {
    fault: 'destination',
    message: 'A secure connection to the server could not be made.',
    action: 'Check that the address and port are meant for rtmps://.',
    retry: 'fast',
  },
  CERTIFICATE_INVALID: {
    fault: 'destination',
    message: 'The server’s certificate is not valid for this address.',
    action: 'Check the server address. We send nothing to a server that cannot prove who it is.',
    retry: 'never',
  },
  HANDSHAKE_FAILED: {
    fault: 'destination',
    message: 'The server’s answer is not RTMP.',
    action: 'Check the address and port.',
    retry: 'fast',
  },
  PROTOCOL_ERROR: {
    fault: 'destination',
    message: 'The server sent something that RTMP does not allow.',
    action: 'We reconnect automatically. If it keeps happening, contact whoever runs the server.',
    retry: 'fast',
  },
  CONNECT_REJECTED: {
    fault: 'user',
    message: 'The server rejected the connection to this application.',
    action: 'Check the path of the server address, then press Retry.',
    retry: 'never',
  },
  CONNECT_HUNG_UP: {
    fault: 'user',
    message: 'The server hung up while we were connecting, as servers do that do not know this address.',
    action: 'Check the path of the server address. We keep trying in case the server is only restarting.',
    retry: 'fast',
  },
  LOGIN_MISSING: {
    fault: 'user',
    message: 'The server asks for a user name and password.',
    action: 'Edit the destination and enter both under “Advanced”.',
    retry: 'never',
  },
  LOGIN_REJECTED: {
    fault: 'user',
    message: 'The server rejected the user name or password.',
    action: 'Edit the destination and enter both again under “Advanced”.',
    retry: 'never',
  },
  REDIRECT_FAILED: {
    fault: 'destination',
    message: 'The server sent us on to another one, which we cannot use.',
    action: 'Check the server address. If it is right, contact whoever runs the server.',
    retry: 'fast',
  },
  PUBLISH_HUNG_UP: {
    fault: 'user',
    message: 'The server hung up right after it was given the stream key.',
    action:
      'Enter the stream key again, then press Retry. If the key is right, set the encoder to H.264 video and AAC audio.',
    retry: 'never',
  },
  KEY_REJECTED: {
    fault: 'user',
    message: 'The platform rejected the stream key.',
    action: 'Re-enter the stream key, or connect the platform again, then press Retry.',
    retry: 'never',
  },
  KEY_IN_USE: {
    fault: 'destination',
    message: 'The platform still holds the previous connection with this key.',
    action: 'We try again shortly. Check that no other encoder uses the same key.',
    retry: 'fast',
  },
  NO_PROGRESS: {
    fault: 'destination',
    message: 'The server stopped accepting data.',
    action: 'We reconnect automatically. If it keeps happening, the connection to the platform is too slow.',
    retry: 'fast',
  },
  CODEC_UNSUPPORTED: {
    fault: 'user',
    message: 'The destination does not accept this video or audio format.',
    action: 'Set the encoder to H.264 video and AAC audio, then start it again.',
    retry: 'never',
  },
  FORMAT_CHANGED: {
    fault: 'user',
    message: 'Your encoder came back with other settings, so the stream is being started anew.',
    action: 'Nothing to do: this takes a moment.',
    retry: 'fast',
  },
  RECONNECT_REQUESTED: {
    fault: 'destination',
    message: 'The server asked us to reconnect.',
    action: 'Nothing to do: this takes a moment.',
    retry: 'fast',
  },
  SOURCE_ABSENT: {
    fault: 'user',
    message: 'Waiting for your encoder.',
    action: 'Start streaming in your encoder.',
    retry: 'fast',
  },
  PAUSED: {
    fault: 'user',
    message: 'Paused by you.',
    action: 'Press Resume to send again.',
    retry: 'never',
  },
  REMOVED: {
    fault: 'user',
    message: 'Removed from this session.',
    action: 'Add the destination again to send to it.',
    retry: 'never',
  },
  SESSION_ENDED: {
    fault: 'user',
    message: 'The session has ended.',
    action: 'Go live again to start a new session.',
    retry: 'never',
  },
  INTERNAL: {
    fault: 'ours',
    message: 'Something went wrong on our side.',
    action: 'We keep trying. If it continues, contact support with the session’s report.',
    retry: 'fast',
  },
};

/** Pauses before the fast tries after a temporary failure, in ms. */
export const FAST_RETRIES = 3;
export const FAST_RETRY = { firstMs: 1000, longestMs: 4000, jitter: 0.2 };
/** The constant pause between quiet tries once the fast ones are used up, in ms. */
export const QUIET_RETRY = { firstMs: 30_000, longestMs: 30_000, jitter: 0.2 };
/** After this long of uninterrupted `LIVE`, a relay starts counting its tries from zero, in ms. */
export const STEADY_AFTER_MS = 10_000;
