import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { finding, readCorpus } from './corpus.ts';
import { mutate, seededRandom } from './mutate.ts';
import { TARGETS } from './targets.ts';

const RUNS = 1500;
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;

// What stays in memory counts, not when the garbage collector ran.
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

test.each(Object.entries(TARGETS))('%s: everything that ever broke it stays repaired', (name, target) => {
  const corpus = readCorpus(name);
  expect(corpus.length).toBeGreaterThan(0);
  for (const { file, bytes } of corpus) expect(finding(target, bytes), file).toBeNull();
});

test.each(Object.entries(TARGETS))(
  '%s: garbage is told as garbage, and costs no memory',
  async (name, target) => {
    const corpus = readCorpus(name).map(({ bytes }) => bytes);
    const random = seededRandom(20_261_122);
    const before = process.memoryUsage().arrayBuffers;
    for (let run = 0; run < RUNS; run += 1) {
      const input = mutate(corpus, random);
      const found = finding(target, input);
      expect(found, found === null ? '' : input.toString('base64')).toBeNull();
    }
    await vi.waitFor(() => {
      collectGarbage();
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MAX_GROWTH_BYTES);
    });
  },
);
