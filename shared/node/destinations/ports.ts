/** First and last port, both included. */
export interface PortRange {
  from: number;
  to: number;
}

/** Ports of well-known services that are never RTMP, so that nobody can use us to probe those. */
const OTHER_SERVICES = new Set([
  7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 53, 69, 79, 110, 111, 113, 119, 123, 135, 137, 139,
  143, 161, 179, 389, 445, 465, 512, 513, 514, 515, 548, 554, 587, 631, 636, 873, 993, 995, 1433, 1521, 2049,
  2375, 2376, 2379, 3306, 3389, 5432, 5900, 5984, 6000, 6379, 6443, 9092, 9200, 10250, 11211, 27017,
]);

/**
 * Whether a destination's port may be dialled. Without ranges: every port except those of other well-known services.
 */
export function portAllowed(port: number, ranges: readonly PortRange[] | null): boolean {
  if (ranges === null) return !OTHER_SERVICES.has(port);
  return ranges.some(({ from, to }) => port >= from && port <= to);
}
