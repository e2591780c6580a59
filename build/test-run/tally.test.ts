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
    expect(tallyOfVitest(report)).toEqual({ passed: 1, failed: 1, skipped: 3 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const report = { testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(tallyOfVitest(report)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('does not let a flaky end-to-end test pass', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 } };
    expect(tallyOfPlaywright(report)).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });

  it('counts a runner that crashed as a failure, and a failed test only once', () => {
    expect(withCrash({ passed: 3, failed: 0, skipped: 0 }, 139).failed).toBe(1);
    expect(withCrash({ passed: 3, failed: 2, skipped: 0 }, 1).failed).toBe(2);
    expect(withCrash({ passed: 3, failed: 0, skipped: 0 }, 0).failed).toBe(0);
  });
});
