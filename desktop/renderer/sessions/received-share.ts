/** Share of what was sent that the platform confirmed, 0 to 1; null when it confirms nothing. */
export function receivedShare(sent: number, acked: number): number | null {
  return sent === 0 || acked === 0 ? null : Math.min(1, acked / sent);
}
