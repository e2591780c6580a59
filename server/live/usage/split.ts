import { uuidOfName } from '@neustream/shared/node/uuid.ts';
import type { MonthShare } from './store.ts';

/** The live time of a session by calendar month (UTC): one that crosses the end of a month counts in both. */
export function splitByMonth(sessionId: string, { from, to }: { from: number; to: number }): MonthShare[] {
  const shares: MonthShare[] = [];
  for (let start = from; start < to; ) {
    const day = new Date(start);
    const nextMonth = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
    const end = Math.min(to, nextMonth);
    const month = day.toISOString().slice(0, 7);
    const seconds = Math.round((end - start) / 1000);
    shares.push({
      id: uuidOfName(`usage ${sessionId} ${month}`),
      month,
      from: day,
      to: new Date(end),
      seconds,
    });
    start = end;
  }
  return shares;
}
