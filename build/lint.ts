import { parseArgs } from 'node:util';
import { LINT_STEPS, runLint } from './lint/steps.ts';

const { values } = parseArgs({
  options: { fix: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});
const unknown = (values.only ?? []).filter((name) => !LINT_STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no lint step ${unknown.join(', ')}; there are ${LINT_STEPS.map((s) => s.name).join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  const { failed } = await runLint({ fix: values.fix, ...(values.only ? { only: values.only } : {}) });
  console.log(failed.length === 0 ? 'lint: all well' : `lint: failed in ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
