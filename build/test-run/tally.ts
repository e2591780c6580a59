/** How many tests had which outcome. A lint step counts as one test. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const EMPTY_TALLY: Tally = { passed: 0, failed: 0, skipped: 0 };

export function addTallies(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of a run, for people and for programs: `N passed, N failed`, and `, N skipped` when there are any. */
export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * A runner that exited badly without naming a failed test crashed, or could not load a file: that is a failure too,
 * never a pass.
 */
export function withCrash(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

interface VitestFile {
  status?: string;
  assertionResults?: { status: string }[];
}

/** Counts Vitest's JSON report; a file that could not be loaded is one failure. */
export function tallyOfVitest(report: unknown): Tally {
  const files = (report as { testResults?: VitestFile[] }).testResults ?? [];
  return files.map(tallyOfFile).reduce(addTallies, EMPTY_TALLY);
}

function tallyOfFile({ status, assertionResults = [] }: VitestFile): Tally {
  const count = (wanted: string) => assertionResults.filter((test) => test.status === wanted).length;
  const failed = count('failed');
  const passed = count('passed');
  const unloadable = status === 'failed' && failed === 0 ? 1 : 0;
  return { passed, failed: failed + unloadable, skipped: assertionResults.length - passed - failed };
}

/** Counts Playwright's JSON report. A test that passed only when repeated counts as failed: it will fail again. */
export function tallyOfPlaywright(report: unknown): Tally {
  const { stats = {}, errors = [] } = report as {
    stats?: Partial<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
    errors?: unknown[];
  };
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  return { passed: expected, failed: unexpected + flaky + errors.length, skipped };
}
