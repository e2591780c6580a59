/** `bad`: the main job cannot run. `warn`: it runs, with something missing. */
export type Verdict = 'ok' | 'warn' | 'bad';

/** One line of the doctor's table. */
export interface Finding {
  group: 'Tools' | 'Settings' | 'Folders' | 'Database' | 'Ports';
  name: string;
  verdict: Verdict;
  /** The state of things, in a few words. */
  says: string;
  /** What to do about it; only where something needs doing. */
  action?: string;
}

/** Whether everything that the main job needs is there. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== 'bad');
}

const MARKS: Record<Verdict, string> = { ok: 'ok  ', warn: 'warn', bad: 'BAD ' };

/** The findings as a table for people, with what to do below the line it belongs to. */
export function findingsTable(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ name }) => name.length));
  const groups = [...new Set(findings.map(({ group }) => group))];
  const lines = groups.flatMap((group) => [
    '',
    group,
    ...findings
      .filter((finding) => finding.group === group)
      .flatMap(({ verdict, name, says, action }) => [
        `  ${MARKS[verdict]}  ${name.padEnd(width)}  ${says}`,
        ...(action === undefined ? [] : [`  ${' '.repeat(width + 6)}→ ${action}`]),
      ]),
  ]);
  return lines.join('\n').trimStart();
}

/** The last line: whether the product can run here. */
export function conclusion(findings: readonly Finding[]): string {
  const count = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  const bad = count('bad');
  if (bad > 0) return `${bad} of ${findings.length} checks need attention before Neustream Studio can run.`;
  const warnings = count('warn');
  return warnings > 0
    ? `Ready to run, with ${warnings} thing(s) missing that are not essential.`
    : 'Ready to run.';
}
