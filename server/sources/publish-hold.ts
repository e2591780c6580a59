/**
 * Encoders reconnect by themselves, for up to a quarter of an hour between tries. So while one that was publishing when
 * its session was asked to end keeps knocking, and this long after, in ms, only the button goes live.
 */
const HOLD_MS = 15 * 60_000;

/** Until when a publish alone opens no session, counted from when the end was asked for, or from the last knock. */
export function heldUntil(now: number): Date {
  return new Date(now + HOLD_MS);
}

/** Whether a publish must be refused because its user ended the session a short while ago. */
export function isHeld(until: Date | null, now: number): boolean {
  return until !== null && now < until.getTime();
}
