/** How often a destination acknowledges, in ms of the stream: a slow one more often, because it shows where it stands. */
const ACK_MS = 1500;
const SLOW_ACK_MS = 250;
const LEAST_BYTES = 65_536;
const MOST_BYTES = 2_500_000;

/**
 * After how many bytes a destination should acknowledge: as seldom as the stream's rate allows, because each
 * acknowledgement wakes the process.
 * @param bytesPerMs what a ms of the stream takes
 * @returns null while the rate is unknown
 */
export function ackWindow(bytesPerMs: number, isSlow: boolean): number | null {
  const bytes = Math.round(bytesPerMs * (isSlow ? SLOW_ACK_MS : ACK_MS));
  return bytes === 0 ? null : Math.min(Math.max(bytes, LEAST_BYTES), MOST_BYTES);
}
