import type { Readable } from 'node:stream';
import { redactLine } from './redact-line.ts';

const LONGEST_PENDING = 8192;

/** Calls `onLine` for each line of a program's output, redacted. Overlong lines are cut, so memory stays bounded. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let pending = '';
  const emit = (line: string) => {
    const text = redactLine(line).trim();
    if (text !== '') onLine(text);
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (pending + chunk).split(/\r?\n|\r/);
    pending = parts.pop() ?? '';
    for (const part of parts) emit(part);
    if (pending.length > LONGEST_PENDING) {
      emit(pending);
      pending = '';
    }
  });
  stream.on('end', () => emit(pending));
  stream.on('error', () => undefined);
}
