import { expect, test } from 'vitest';
import { isDisposable } from './disposable.ts';
import { decideDropping } from './drop-policy.ts';

test.each([
  ['nothing', 0, 'nothing'],
  ['nothing', 2500, 'nothing'],
  ['nothing', 2501, 'disposable'],
  ['disposable', 1250, 'disposable'],
  ['disposable', 1249, 'nothing'],
  ['disposable', 5000, 'disposable'],
  ['disposable', 5001, 'video'],
  ['video', 4000, 'disposable'],
  ['video', 0, 'nothing'],
] as const)('a destination without %s that is %d ms behind goes without %s', (now, lag, expected) => {
  expect(decideDropping(now, lag, 5000)).toBe(expected);
});

/** NAL units with a length of four bytes each, behind these first bytes. */
function nals(head: number[], fourCc: string, ...units: number[][]): Buffer {
  const parts = units.map((unit) => Buffer.from([0, 0, 0, unit.length, ...unit]));
  return Buffer.concat([
    Buffer.from(head.slice(0, 1)),
    Buffer.from(fourCc),
    Buffer.from(head.slice(1)),
    ...parts,
  ]);
}

test.each([
  ['a disposable frame of any codec', Buffer.from([0x32, 0]), true],
  ['an enhanced disposable frame', nals([0xb3], 'av01'), true],
  ['an H.264 slice that nothing refers to', nals([0x27, 1, 0, 0, 0], '', [0x06, 5], [0x01, 0x9a]), true],
  ['an H.264 slice that others refer to', nals([0x27, 1, 0, 0, 0], '', [0x41, 0x9a]), false],
  ['H.264 slices of both kinds', nals([0x27, 1, 0, 0, 0], '', [0x01, 0x9a], [0x41, 0x9a]), false],
  ['an H.264 message without slices', nals([0x27, 1, 0, 0, 0], '', [0x06, 5]), false],
  ['a slice that is cut short', Buffer.from([0x27, 1, 0, 0, 0, 0, 0, 0, 9, 0x01]), false],
  ['an HEVC picture that nothing refers to', nals([0xa1, 0, 0, 0], 'hvc1', [0x00, 1, 2]), true],
  ['an HEVC picture that others refer to', nals([0xa3], 'hvc1', [0x02, 1, 2]), false],
  ['an HEVC key frame', nals([0x93], 'hvc1', [0x26, 1, 2]), false],
  ['an AV1 frame', nals([0xa1], 'av01', [0x32, 0]), false],
])('whether a decoder can do without %s', (_name, payload, expected) => {
  expect(isDisposable(payload)).toBe(expected);
});
