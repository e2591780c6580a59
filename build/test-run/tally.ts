import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How many tests had which outcome. A lint step counts as one test. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, a line each, as far as the runner could say: fewer than `failed` when it crashed. */
  failures: readonly string[];
}

export const EMPTY_TALLY: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

/** The last line of a run, for people and for programs: `N passed, N failed`, and `, N skipped` when there are any. */
export function summaryLine({ passed, failed, skipped }: Omit<Tally, 'failures'>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * A runner that exited badly without naming a failed test crashed, or could not load a file: that is a failure too,
 * never a pass.
 */
export function withCrash(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

interface VitestTest {
  status: string;
  fullName?: string;
  failureMessages?: string[];
}

interface VitestFile {
  name?: string;
  status?: string;
  message?: string;
  assertionResults?: VitestTest[];
}

/** Counts Vitest's JSON report; a file that could not be loaded is one failure. */
export function tallyOfVitest(report: unknown): Tally {
  const files = (report as { testResults?: VitestFile[] }).testResults ?? [];
  return files.map(tallyOfFile).reduce(addTallies, EMPTY_TALLY);
}

function tallyOfFile({ name = '', status, message, assertionResults = [] }: VitestFile): Tally {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  const passed = assertionResults.filter((test) => test.status === 'passed').length;
  const unloadable = status === 'failed' && failed.length === 0;
  const failures = unloadable
    ? [failureLine(name, 'could not be loaded', message)]
    : failed.map(({ fullName, failureMessages }) => failureLine(name, fullName, failureMessages?.[0]));
  const skipped = assertionResults.length - passed - failed.length;
  return { passed, failed: failures.length, skipped, failures };
}

interface PlaywrightSuite {
  file?: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests?: { status?: string; results?: { error?: { message?: string } }[] }[] }[];
}

/** Counts Playwright's JSON report. A test that passed only when repeated counts as failed: it will fail again. */
export function tallyOfPlaywright(report: unknown): Tally {
  const {
    stats = {},
    errors = [],
    suites = [],
  } = report as {
    stats?: Partial<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
    errors?: { message?: string }[];
    suites?: PlaywrightSuite[];
  };
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  const failures = [
    ...suites.flatMap(failuresOfSuite),
    ...errors.map(({ message }) => failureLine('', 'outside a test', message)),
  ];
  return { passed: expected, failed: unexpected + flaky + errors.length, skipped, failures };
}

function failuresOfSuite({ file, suites = [], specs = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, tests = [] }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results = [] }) =>
        failureLine(file, title, results.flatMap(({ error }) => error?.message ?? [])[0]),
      ),
  );
  return [...own, ...suites.flatMap(failuresOfSuite)];
}

function failureLine(file = '', test = '', message = ''): string {
  const reason = stripVTControlCharacters(message).trim().split('\n')[0] ?? '';
  return [relative(process.cwd(), file), test, reason].filter((part) => part !== '').join(' › ');
}
