import { closeSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { redactLine } from './redact-line.ts';

const LOOK_EVERY_MS = 500;
const CHUNK_BYTES = 64 * 1024;
/** The file is emptied once it reaches this size. Its writer appends, so only what has already been read is lost. */
const LONGEST_FILE_BYTES = 16 * 1024 * 1024;
const KEPT_LINES = 4;

/** Follows the log file of a program that outlives us, and keeps the file small. Lines are redacted. */
export class LogTail {
  readonly file: string;
  readonly #onLine: (line: string) => void;
  #timer: NodeJS.Timeout | null = null;
  #offset: number;
  #pending = '';
  #last: string[] = [];

  constructor(file: string, onLine: (line: string) => void) {
    this.file = file;
    this.#onLine = onLine;
    this.#offset = sizeOf(file);
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#read(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#read();
  }

  /** Empties the file before its program is started again. */
  reset(): void {
    try {
      truncateSync(this.file, 0);
    } catch {
      // There is no file yet.
    }
    this.#offset = 0;
    this.#pending = '';
  }

  /** The newest lines, for the error that explains why a program did not start. */
  lastLines(): string {
    this.#read();
    return this.#last.join(' · ');
  }

  #read(): void {
    try {
      this.#readNew();
    } catch {
      // An unreadable log must not affect the program that writes it.
    }
  }

  #readNew(): void {
    const size = sizeOf(this.file);
    if (size === this.#offset) return;
    if (size < this.#offset) this.#offset = 0;
    const handle = openSync(this.file, 'r');
    try {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      while (this.#offset < size) {
        const length = readSync(handle, chunk, 0, CHUNK_BYTES, this.#offset);
        if (length === 0) break;
        this.#offset += length;
        this.#take(chunk.toString('utf8', 0, length));
      }
    } finally {
      closeSync(handle);
    }
    if (size > LONGEST_FILE_BYTES) this.reset();
  }

  #take(text: string): void {
    const parts = (this.#pending + text).split('\n');
    this.#pending = (parts.pop() ?? '').slice(-CHUNK_BYTES);
    for (const part of parts) {
      const line = redactLine(part).trim();
      if (line === '') continue;
      this.#last = [...this.#last, line].slice(-KEPT_LINES);
      this.#onLine(line);
    }
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
