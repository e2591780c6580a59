import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './lint/run.ts';

interface Locked {
  optionalDependencies?: Record<string, string>;
  hasInstallScript?: boolean;
  resolved?: string;
}

const lockfile: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);

/** Finds a package as Node does: in the nearest node_modules, going up. */
function isLocked(from: string, name: string): boolean {
  const here = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (here in lockfile.packages) return true;
  if (from === '') return false;
  const up = from.lastIndexOf('/node_modules/');
  return isLocked(up < 0 ? '' : from.slice(0, up), name);
}

describe('package-lock.json', () => {
  it('holds the optional packages of every platform, or npm ci refuses it elsewhere', () => {
    const missing = Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no download addresses: they belong to the machine that wrote it', () => {
    const addresses = Object.values(lockfile.packages).flatMap(({ resolved }) => resolved ?? []);
    expect(addresses.filter((address) => /^https?:/.test(address))).toEqual([]);
  });
});
