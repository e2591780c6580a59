import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SendWindow } from './send-window.ts';

const PER_MS = 775;

/** A server that acknowledges each `every` bytes of what it took; `counts` says which part of them it counts. */
class Server {
  readonly window = new SendWindow();
  line = 0;
  #sent = 0;
  #taken = 0;
  #acked = 0;
  #last = 0;
  readonly #every: number;
  readonly #counts: number;

  constructor({ every, counts = 1 }: { every: number; counts?: number }) {
    this.#every = every;
    this.#counts = counts;
  }

  get sent(): number {
    return this.#sent;
  }

  /** 20 ms of the stream pass; the server takes what its line carries in them. Returns bytes that were held back. */
  pass(takes: number): number {
    this.line += 20;
    const bytes = Math.min(PER_MS * 20, Math.max(0, this.window.room(this.line, PER_MS)));
    if (bytes > 0) this.window.sent(bytes, this.line);
    this.#sent += bytes;
    this.#taken = Math.min(this.#sent, this.#taken + takes);
    if (this.#taken - this.#last >= this.#every) {
      this.#acked += Math.floor((this.#taken - this.#last) * this.#counts);
      this.#last = this.#taken;
      this.window.acknowledged(this.#acked, bytes === PER_MS * 20);
    }
    return PER_MS * 20 - bytes;
  }

  /** Many of them. Returns bytes that were held back. */
  passMany(times: number, takes: number): number {
    let held = 0;
    for (let time = 0; time < times; time += 1) held += this.pass(takes);
    return held;
  }
}

describe('what was sent and is not acknowledged', () => {
  test('never holds up a server that takes everything, however seldom it acknowledges', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 5_000_000 }), (every) => {
        const server = new Server({ every });
        expect(server.passMany(3000, Number.POSITIVE_INFINITY)).toBe(0);
        expect(server.window.late).toBe(0);
        expect(server.window.oldest(0)).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  test('is not late where a server counts a little short for hours', () => {
    const server = new Server({ every: 300_000, counts: 0.997 });
    expect(server.passMany(3600 * 50, Number.POSITIVE_INFINITY)).toBe(0);
    expect(server.window.late).toBe(0);
  });

  test('does not matter where a server never acknowledges, or stops', () => {
    const silent = new SendWindow();
    silent.sent(100_000_000, 0);
    expect(silent.room(60_000, PER_MS)).toBe(Number.POSITIVE_INFINITY);
    const server = new Server({ every: 200_000 });
    server.passMany(500, Number.POSITIVE_INFINITY);
    server.window.asked(200_000);
    for (let time = 0; time < 1000; time += 1) {
      server.line += 20;
      if (server.window.room(server.line, PER_MS) > 0) server.window.sent(PER_MS * 20, server.line);
    }
    expect(server.window.room(server.line, PER_MS)).toBe(Number.POSITIVE_INFINITY);
  });

  test('does not count where what a server says cannot be believed', () => {
    const server = new Server({ every: 200_000 });
    server.passMany(500, Number.POSITIVE_INFINITY);
    server.window.acknowledged(null, true);
    server.window.sent(100_000_000, server.line);
    expect(server.window.room(server.line, PER_MS)).toBe(Number.POSITIVE_INFINITY);
    expect(server.window.late).toBe(0);
  });

  test.each([0.9, 0.6, 0.2])('stays within two seconds at a server that takes %d of it', (share) => {
    const server = new Server({ every: 200_000 });
    server.window.asked(200_000);
    server.passMany(200, Number.POSITIVE_INFINITY);
    const before = server.sent;
    server.passMany(3000, PER_MS * 20 * share);
    const sent = server.sent - before;
    expect(sent).toBeLessThan(3000 * PER_MS * 20 * share + 2000 * PER_MS);
    expect(sent).toBeGreaterThan(3000 * PER_MS * 20 * share * 0.98);
  });

  test('says where on the line the oldest of it stands', () => {
    const server = new Server({ every: 200_000 });
    server.window.asked(200_000);
    server.passMany(500, Number.POSITIVE_INFINITY);
    server.passMany(50, 0);
    const late = server.line - (server.window.oldest(0) ?? server.line);
    expect(late).toBeGreaterThan(200);
    expect(late).toBeLessThan(1300);
  });
});
