import { describe, expect, it } from 'vitest';
import { summaryLine, tallyOfPlaywright, tallyOfVitest, withCrash } from './tally.ts';

describe('the sum of a test run', () => {
  it('ends with a plain line that names skipped tests only when there are any', () => {
    expect(summaryLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(summaryLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped');
  });

  it('counts what Vitest reports, skipped and still-to-write tests as skipped', () => {
    const assertionResults = ['passed', 'failed', 'skipped', 'todo', 'pending'].map((status) => ({ status }));
    const report = { testResults: [{ status: 'failed', assertionResults }] };
    expect(tallyOfVitest(report)).toMatchObject({ passed: 1, failed: 1, skipped: 3 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const report = { testResults: [{ status: 'failed', message: 'No such module', assertionResults: [] }] };
    expect(tallyOfVitest(report)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: ['could not be loaded › No such module'],
    });
  });

  it('does not let a flaky end-to-end test pass', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 } };
    expect(tallyOfPlaywright(report)).toMatchObject({ passed: 5, failed: 2, skipped: 1 });
  });

  it('names what failed with the first line of why, so that the end of a long log tells it', () => {
    const failed = { status: 'failed', fullName: 'a gate opens', failureMessages: ['Late.\n  at gate.ts:3'] };
    const report = {
      testResults: [{ name: `${process.cwd()}/media/gate.test.ts`, assertionResults: [failed] }],
    };
    expect(tallyOfVitest(report).failures).toEqual(['media/gate.test.ts › a gate opens › Late.']);

    const tests = [
      { status: 'unexpected', results: [{ error: { message: '\u001b[31mNot seen.\u001b[39m' } }] },
    ];
    const suite = {
      file: 'live.spec.ts',
      suites: [{ file: 'live.spec.ts', specs: [{ title: 'is live', tests }] }],
    };
    expect(tallyOfPlaywright({ stats: { unexpected: 1 }, suites: [suite] }).failures).toEqual([
      'live.spec.ts › is live › Not seen.',
    ]);
  });

  it('counts a runner that crashed as a failure, and a failed test only once', () => {
    expect(withCrash({ passed: 3, failed: 0, skipped: 0, failures: [] }, 139).failed).toBe(1);
    expect(withCrash({ passed: 3, failed: 2, skipped: 0, failures: [] }, 1).failed).toBe(2);
    expect(withCrash({ passed: 3, failed: 0, skipped: 0, failures: [] }, 0).failed).toBe(0);
  });
});
