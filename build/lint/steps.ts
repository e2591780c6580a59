import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, type RunResult, runScript } from './run.ts';
import { textViolations } from './text-rules.ts';

export interface LintStep {
  name: string;
  says: string;
  run: (options: { fix: boolean }) => Promise<RunResult>;
}

const ROOMS = ['shared', 'server', 'media', 'desktop', 'build'];
/** Fewer modules than this means that dependency-cruiser could not parse our TypeScript and saw nothing. */
const FEWEST_MODULES = 20;

export const LINT_STEPS: readonly LintStep[] = [
  {
    name: 'types',
    says: 'TypeScript',
    run: () => runScript('node_modules/typescript/bin/tsc', ['-b']),
  },
  {
    name: 'style',
    says: 'Biome',
    run: ({ fix }) =>
      runScript('node_modules/@biomejs/biome/bin/biome', ['check', ...(fix ? ['--write'] : []), '.']),
  },
  {
    name: 'boundaries',
    says: 'who imports whom',
    run: async () => {
      const result = await cruise(ROOT, ROOMS);
      const modules = Number(/\((\d+) modules/.exec(result.output)?.[1] ?? 0);
      if (result.code !== 0 || modules >= FEWEST_MODULES) return result;
      return {
        code: 1,
        output: `${result.output}\nOnly ${modules} modules were seen, so the rules guard nothing.`,
      };
    },
  },
  { name: 'text', says: 'house rules about text', run: checkTexts },
  {
    name: 'unused',
    says: 'Knip: files, exports and packages nobody uses',
    run: () => runScript('node_modules/knip/bin/knip.js', ['--no-progress']),
  },
];

/** Checks the imports of some folders against `boundaries.mjs`. */
export function cruise(cwd: string, folders: readonly string[], outputType = 'err-long'): Promise<RunResult> {
  const config = join(ROOT, 'build', 'boundaries.mjs');
  const args = ['--config', config, '--output-type', outputType, ...folders];
  return runScript('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', args, { cwd });
}

async function checkTexts(): Promise<RunResult> {
  const violations = [];
  for (const room of ROOMS) {
    const names = await readdir(join(ROOT, room), { recursive: true });
    for (const name of names) {
      const path = `${room}/${name.replaceAll('\\', '/')}`;
      if (!/\.tsx?$/.test(path) || path.includes('node_modules')) continue;
      violations.push(...textViolations(path, await readFile(join(ROOT, path), 'utf8')));
    }
  }
  const lines = violations.map(({ path, line, rule, reason }) => `${path}:${line} ${rule}: ${reason}`);
  return { code: lines.length > 0 ? 1 : 0, output: lines.join('\n') };
}

export interface LintReport {
  passed: string[];
  failed: string[];
}

/** Runs the steps one after the other, each with a line of its own; all run even when one fails. */
export async function runLint(options: { only?: readonly string[]; fix: boolean }): Promise<LintReport> {
  const report: LintReport = { passed: [], failed: [] };
  for (const step of LINT_STEPS) {
    if (options.only && !options.only.includes(step.name)) continue;
    const from = Date.now();
    const { code, output } = await step.run({ fix: options.fix });
    const verdict = code === 0 ? 'ok' : 'FAILED';
    console.log(`lint ${step.name.padEnd(10)} ${verdict.padEnd(6)} ${Date.now() - from} ms  (${step.says})`);
    if (code !== 0) console.log(output.trimEnd());
    (code === 0 ? report.passed : report.failed).push(step.name);
  }
  return report;
}
