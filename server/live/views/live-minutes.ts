/** How long a session was live, in minutes with two decimals; 0 if it never was. */
export function liveMinutes(liveAt: string | Date | null, until: string | Date): number {
  if (liveAt === null) return 0;
  return Math.round((new Date(until).getTime() - new Date(liveAt).getTime()) / 600) / 100;
}
