/** One broadcast of a source, from start to end. */
export const SESSION_STATUSES = ['STARTING', 'LIVE', 'ENDING', 'ENDED', 'ERROR'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** What is desired of a session; its status is what it actually is. */
export const DESIRED_SESSION_STATES = ['live', 'ended'] as const;
export type DesiredSessionState = (typeof DESIRED_SESSION_STATES)[number];

/** Which status may follow which. */
export const SESSION_TRANSITIONS: Record<SessionStatus, readonly SessionStatus[]> = {
  STARTING: ['LIVE', 'ENDING', 'ENDED', 'ERROR'],
  LIVE: ['ENDING', 'ENDED', 'ERROR'],
  ENDING: ['ENDED', 'ERROR'],
  ENDED: [],
  ERROR: [],
};

export const OPEN_SESSION_STATUSES = ['STARTING', 'LIVE', 'ENDING'] as const;

/** Why a session ended. */
export const SESSION_END_REASONS = [
  'USER_ENDED',
  'ENCODER_GONE',
  'NEVER_STARTED',
  'MONTH_HOURS_USED',
  'LONGEST_SESSION_REACHED',
  'QUALITY_OVER_PLAN',
  'ADMIN_ENDED',
  'NODE_LOST',
  'SOURCE_DELETED',
  'INTERNAL',
] as const;
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];

/** How long a session waits for an encoder that disappeared without signing off, in ms. */
export const ENCODER_GRACE_MS = 60_000;
/** How long a new session waits for its first publish, in ms. */
export const FIRST_PUBLISH_MS = 30 * 60_000;
