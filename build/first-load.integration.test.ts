import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { afterEach, expect, test, vi } from 'vitest';
import { beginnings, loadedWith } from './first-load.ts';
import { ROOT } from './lint/run.ts';

/** On a slow line, people wait for this before they can do anything. */
const MOST_BYTES = 300_000;
const SHOWN = 30;

afterEach(() => vi.unstubAllEnvs());

test('the studio opens with less than 300 kB of script, compressed', async () => {
  // Of libraries, the pages hold what is meant for production.
  vi.stubEnv('NODE_ENV', 'production');
  const configFile = join(ROOT, 'build', 'vite.config.ts');
  const result = await build({ configFile, logLevel: 'error', build: { write: false, emptyOutDir: false } });
  const outputs = Array.isArray(result) ? result : 'output' in result ? [result] : [];
  const chunks = outputs.flatMap(({ output }) => output).filter((one) => one.type === 'chunk');
  const { entry, studio } = beginnings(chunks);
  expect([entry.length, studio.length]).toEqual([1, 1]);
  const loaded = [...loadedWith(chunks, [...entry, ...studio])].map((chunk) => ({
    chunk,
    bytes: gzipSync(chunk.code).length,
  }));
  const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(
    total,
    `What it loads:\n${loaded.map(describeChunk).join('\n')}\nThe largest of it:\n${largest(loaded)}`,
  ).toBeLessThan(MOST_BYTES);
  // Each is a request, and compressed on its own.
  expect(loaded.length, loaded.map(describeChunk).join('\n')).toBeLessThan(12);
});

interface Loaded {
  chunk: Rolldown.OutputChunk;
  bytes: number;
}

const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;

function describeChunk({ chunk, bytes }: Loaded): string {
  return `${kb(bytes)}  ${chunk.fileName}`;
}

/** Modules by their part of what is sent, as far as that can be told of one. */
function largest(loaded: readonly Loaded[]): string {
  return loaded
    .flatMap(({ chunk, bytes }) => {
      const all = Object.entries(chunk.modules);
      const length = all.reduce((sum, [, { renderedLength }]) => sum + renderedLength, 0);
      return all.map(([id, { renderedLength }]) => ({ id, bytes: (bytes * renderedLength) / length }));
    })
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, SHOWN)
    .map(({ id, bytes }) => `${kb(bytes)}  ${id.replace(`${ROOT}/`, '')}`)
    .join('\n');
}
