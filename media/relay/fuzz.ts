import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { finding, readCorpus, TESTDATA } from './fuzz/corpus.ts';
import { mutate, seededRandom } from './fuzz/mutate.ts';
import { TARGETS } from './fuzz/targets.ts';

/**
 * Feeds the parsers mutated copies of known inputs for a while. Whatever breaks one is kept in its `testdata` folder,
 * where the ordinary tests repeat it, and the exit code is 1.
 *
 *   npm run fuzz -- [--seconds 60] [--target chunks] [--seed 1]
 */

const BATCH = 500;
const MAX_MEMORY_BYTES = 1024 * 1024 * 1024;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    target: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const names = values.target ? [values.target] : Object.keys(TARGETS);
const seconds = Number(values.seconds) / names.length;
const random = seededRandom(Number(values.seed));
let broken = 0;
console.log(`seed ${values.seed}`);
for (const name of names) broken += await fuzz(name);
process.exitCode = broken > 0 ? 1 : 0;

async function fuzz(name: string): Promise<number> {
  const target = TARGETS[name];
  if (!target) {
    console.error(`There is no target ${name}. The targets are: ${Object.keys(TARGETS).join(', ')}.`);
    return 1;
  }
  const corpus = readCorpus(name).map(({ bytes }) => bytes);
  const end = Date.now() + seconds * 1000;
  let runs = 0;
  while (Date.now() < end) {
    for (let run = 0; run < BATCH; run += 1) {
      const input = mutate(corpus, random);
      const found = finding(target, input);
      if (found !== null) return keep(name, input, found);
    }
    runs += BATCH;
    if (process.memoryUsage().rss > MAX_MEMORY_BYTES) return keep(name, Buffer.alloc(0), 'memory grows');
    // Lets streams of the last batch be destroyed.
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(`${name}: ${runs} inputs, nothing found`);
  return 0;
}

function keep(name: string, input: Buffer, found: unknown): number {
  const file = join(TESTDATA, name, `found-${createHash('sha256').update(input).digest('hex').slice(0, 12)}`);
  writeFileSync(file, input);
  console.error(`${name}: kept as ${file}`, found);
  return 1;
}
