import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { ProtocolError } from '../rtmp/protocol-error.ts';
import type { Target } from './targets.ts';

/** Inputs kept in the repository: valid ones to start from, and every one that ever broke something. */
export const TESTDATA = join(import.meta.dirname, 'testdata');

export function readCorpus(target: string): { file: string; bytes: Buffer }[] {
  const folder = join(TESTDATA, target);
  return readdirSync(folder)
    .sort()
    .map((file) => ({ file, bytes: readFileSync(join(folder, file)) }));
}

/** Runs one input. Returns what was thrown although it should not have been; null when all is well. */
export function finding(target: Target, bytes: Buffer): unknown {
  try {
    target(Buffer.from(bytes));
    return null;
  } catch (error) {
    return error instanceof ProtocolError || error instanceof AppError ? null : error;
  }
}
