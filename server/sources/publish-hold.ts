/**
 * Encoders reconnect on their own, with up to a quarter of an hour between tries. So if one was publishing when the end
 * of its session was requested, then while it keeps trying, and for this long afterwards, in ms, only the button goes
 * live.
 */
const HOLD_MS = 15 * 60_000;

/** Until when a publish alone opens no session, counted from the request to end or from the encoder's last try. */
export function heldUntil(now: number): Date {
  return new Date(now + HOLD_MS);
}

/** Whether a publish must be refused because its user ended the session a short while ago. */
export function isHeld(until: Date | null, now: number): boolean {
  return until !== null && now < until.getTime();
}
