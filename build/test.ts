import { parseArgs } from 'node:util';
import { testParts } from './test-run/parts.ts';
import { addTallies, EMPTY_TALLY, summaryLine } from './test-run/tally.ts';

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

let total = EMPTY_TALLY;
const lines: string[] = [];
for (const { name, run } of testParts({ ...values, filters: positionals })) {
  console.log(`\n── ${name} ──`);
  const from = Date.now();
  const tally = await run().catch((error: unknown) => {
    console.error(error);
    return { ...EMPTY_TALLY, failed: 1, failures: [`${name} › ${String(error)}`] };
  });
  lines.push(`${name.padEnd(12)} ${summaryLine(tally)}  (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  total = addTallies(total, tally);
}
for (const failure of total.failures) console.error(`failed: ${failure}`);
console.log(`\n${lines.join('\n')}\n\n${summaryLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
