import {
  RELAY_REASON_CODES,
  RELAY_REASONS,
  RELAY_STATUSES,
  RELAY_TRANSITIONS,
} from '@neustream/shared/live/relay.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countFailure, decideRetry, refineReason, republishesAtOnce } from './retry.ts';

describe('retry decision', () => {
  test.each([
    ['CONNECTION_REFUSED', 1, { status: 'CONNECTING', waitMs: 1000, probe: true }],
    ['CONNECTION_REFUSED', 2, { status: 'CONNECTING', waitMs: 2000, probe: true }],
    ['CONNECTION_REFUSED', 3, { status: 'CONNECTING', waitMs: 4000, probe: true }],
    ['CONNECTION_REFUSED', 4, { status: 'ERROR', waitMs: 30_000, probe: false }],
    ['CONNECTION_RESET', 1, { status: 'CONNECTING', waitMs: 1000, probe: false }],
    ['CONNECTION_CLOSED', 2, { status: 'CONNECTING', waitMs: 2000, probe: false }],
    ['CONNECTION_TIMED_OUT', 3, { status: 'CONNECTING', waitMs: 4000, probe: false }],
    ['NO_PROGRESS', 4, { status: 'ERROR', waitMs: 30_000, probe: false }],
    ['KEY_IN_USE', 1, { status: 'CONNECTING', waitMs: 1000, probe: false }],
    ['KEY_REJECTED', 1, { status: 'ERROR', waitMs: null, probe: false }],
    ['CONNECT_REJECTED', 1, { status: 'ERROR', waitMs: null, probe: false }],
    ['ADDRESS_INVALID', 1, { status: 'ERROR', waitMs: null, probe: false }],
    ['ADDRESS_NOT_ALLOWED', 1, { status: 'ERROR', waitMs: null, probe: false }],
    ['CERTIFICATE_INVALID', 1, { status: 'ERROR', waitMs: null, probe: false }],
  ] as const)('%s, failure %i', (reason, failures, expected) => {
    expect(decideRetry({ reason, failures, random: 0.5 })).toEqual(expected);
  });

  test('jitter stays within a fifth of the pause', () => {
    const any = [
      fc.constantFrom(...RELAY_REASON_CODES),
      fc.nat(20),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
    ] as const;
    fc.assert(
      fc.property(...any, (reason, more, random) => {
        const failures = more + 1;
        const { waitMs } = decideRetry({ reason, failures, random });
        const plain = decideRetry({ reason, failures, random: 0.5 }).waitMs;
        if (plain === null) expect(waitMs).toBeNull();
        else expect(Math.abs((waitMs ?? 0) - plain)).toBeLessThanOrEqual(plain * 0.2 + 1);
      }),
    );
  });

  test('ten steady seconds make the count begin anew', () => {
    expect(countFailure(3, 10_000)).toBe(1);
    expect(countFailure(3, 9999)).toBe(4);
    expect(countFailure(3, null)).toBe(4);
  });

  test('a name refused after it was live is still held by our last connection', () => {
    const failure = { reason: 'KEY_REJECTED', badName: true, afterKey: false } as const;
    const past = { keyTaken: false, hungUpBefore: false };
    expect(refineReason(failure, { ...past, keyTaken: true })).toBe('KEY_IN_USE');
    expect(refineReason(failure, past)).toBe('KEY_REJECTED');
    expect(refineReason({ ...failure, badName: false }, { ...past, keyTaken: true })).toBe('KEY_REJECTED');
  });

  test.each([
    ['the first time', { keyTaken: false, hungUpBefore: false }, 'CONNECTION_RESET'],
    ['the second time', { keyTaken: false, hungUpBefore: true }, 'PUBLISH_HUNG_UP'],
    ['after it was live', { keyTaken: true, hungUpBefore: true }, 'CONNECTION_RESET'],
  ] as const)('a server that hangs up when it is given the key, %s', (_when, past, reason) => {
    const failure = { reason: 'CONNECTION_RESET', badName: false, afterKey: true } as const;
    expect(refineReason(failure, past)).toBe(reason);
    expect(refineReason({ ...failure, afterKey: false }, past)).toBe('CONNECTION_RESET');
  });

  test('an address that worked before is not blamed for a hang-up', () => {
    const failure = { reason: 'CONNECT_HUNG_UP', badName: false, afterKey: false } as const;
    const past = { keyTaken: false, hungUpBefore: false };
    expect(refineReason(failure, past)).toBe('CONNECT_HUNG_UP');
    expect(refineReason(failure, { ...past, keyTaken: true })).toBe('CONNECTION_CLOSED');
  });

  test('a publish left on good terms is followed at once, three times in a row', () => {
    expect([1, 3, 4].map(republishesAtOnce)).toEqual([true, true, false]);
  });
});

describe('words of a relay', () => {
  test('every reason has a sentence, an action and a fault', () => {
    for (const code of RELAY_REASON_CODES) {
      expect(RELAY_REASONS[code].message).toMatch(/^[A-Z].*\.$/);
      expect(RELAY_REASONS[code].action).toMatch(/^[A-Z].*\.$/);
    }
  });

  test.each([
    ['CONNECTING', ['LIVE', 'ERROR', 'DISCONNECTED']],
    ['LIVE', ['CONNECTING', 'ERROR', 'DISCONNECTED']],
    ['ERROR', ['CONNECTING', 'DISCONNECTED']],
    ['DISCONNECTED', ['CONNECTING']],
  ] as const)('%s may become %j', (from, to) => {
    expect(RELAY_STATUSES.filter((status) => RELAY_TRANSITIONS[from].includes(status)).sort()).toEqual(
      [...to].sort(),
    );
  });
});
