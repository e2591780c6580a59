import { LIMIT_WARNINGS, type PlanLimits } from '@neustream/shared/billing/limits.ts';

/** A media node that has been silent for this long has lost its sessions, in ms. */
export const NODE_LOST_MS = 5 * 60_000;

type TimeLimit = 'month_seconds' | 'session_seconds';

export interface Used {
  limits: Pick<PlanLimits, TimeLimit>;
  /** Seconds live this month across all sessions, including this one. */
  monthSeconds: number;
  /** Seconds this session has been live. */
  sessionSeconds: number;
}

export interface Verdict {
  end: 'MONTH_HOURS_USED' | 'LONGEST_SESSION_REACHED' | null;
  /** Warnings that are due; each is given once. */
  warnings: { limit: TimeLimit; share: number }[];
}

/** Whether a live session has reached a time limit, and which warnings are due. */
export function decideOnTime({ limits, monthSeconds, sessionSeconds }: Used): Verdict {
  const used = { month_seconds: monthSeconds, session_seconds: sessionSeconds };
  const reached = (limit: TimeLimit, share: number) => {
    const most = limits[limit];
    return most !== null && used[limit] >= most * share;
  };
  const end = reached('session_seconds', 1) ? 'LONGEST_SESSION_REACHED' : null;
  const warnings = (['month_seconds', 'session_seconds'] as const).flatMap((limit) =>
    LIMIT_WARNINGS.filter((share) => reached(limit, share)).map((share) => ({ limit, share })),
  );
  return { end: reached('month_seconds', 1) ? 'MONTH_HOURS_USED' : end, warnings };
}
