import { describe, expect, it } from 'vitest';
import type { FlvTag } from '../kit/rtmp/flv.ts';
import { expectedBytes } from './expected.ts';
import { parseDemoOptions } from './options.ts';
import { type DemoDestination, demoResult, demoTable } from './result.ts';

const sound = (timestamp: number, mark: number): FlvTag => ({
  type: 8,
  timestamp,
  payload: Buffer.from([0xaf, 1, mark, 0, 0]),
});
const picture = (timestamp: number): FlvTag => ({
  type: 9,
  timestamp,
  payload: Buffer.from([0x27, 1, 0, 0, 0, 9]),
});
const sent = [sound(0, 1), picture(10), sound(20, 2), picture(30), sound(40, 3), picture(50)];
const served: DemoDestination = {
  name: 'A',
  protocol: 'rtmps',
  status: 'LIVE',
  received_bytes: 990,
  expected_bytes: 1000,
  first_byte_ms: 120,
};

describe('what a destination should have received', () => {
  it('is everything sent from its first picture on, whatever clock it was sent with', () => {
    const received = [picture(1010), sound(1020, 3), picture(1030)];
    expect(expectedBytes(sent, received)).toBe(6 + 5 + 6);
  });

  it('is unknown when nothing of what it has was sent', () => {
    expect(expectedBytes(sent, [sound(0, 99)])).toBeNull();
    expect(expectedBytes(sent, [])).toBeNull();
  });
});

describe('the demo', () => {
  it('succeeds when every destination was live and got 98 %', () => {
    expect(
      demoResult('mediamtx', [served, { ...served, received_bytes: 980, first_byte_ms: 200 }]),
    ).toMatchObject({
      ok: true,
      publish_to_all_ms: 200,
    });
  });

  it.each([
    ['was not live', { status: 'ERROR' as const }],
    ['got less', { received_bytes: 979 }],
    ['got nothing', { received_bytes: 0, expected_bytes: 0, first_byte_ms: null }],
  ])('fails when one destination %s', (_what, change) => {
    const result = demoResult('builtin', [served, { ...served, ...change }]);
    expect(result.ok).toBe(false);
    expect(demoTable(result)).toMatch(/^ {2}✓[\s\S]*\n {2}✗/);
  });

  it('refuses options that make no sense', () => {
    expect(() => parseDemoOptions(['--seconds', '0'])).toThrow('--seconds: use a whole number from 1');
    expect(parseDemoOptions([])).toEqual({ destinations: 3, seconds: null, json: false });
  });
});
