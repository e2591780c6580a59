import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asAmf0, decodeAmf } from './amf-decode.ts';
import { encodeAmf } from './amf-encode.ts';
import { ProtocolError } from './protocol-error.ts';

/** An AMF3 value as it stands between AMF0 ones. */
const marked = (hex: string) => Buffer.from(`11${hex}`, 'hex');
const decoded = (hex: string) => decodeAmf(marked(hex))[0];

// Written by PyAMF (Py3AMF 0.8.11), an independent implementation.
describe('AMF3 values of another implementation', () => {
  test('in an object, with strings and objects that are named again', () => {
    expect(
      decoded(
        '0a0b010361040103620609746578740363090d0104010540040000000000000604010302076e656704fffffffd076269670541d00000' +
          '000000000573310a0103770401010573320a040406020b756e64656600096461746508014279b7ca98c8800001',
      ),
    ).toEqual({
      a: 1,
      b: 'text',
      c: [1, 2.5, 'text', null, true, false],
      neg: -3,
      big: 2 ** 30,
      s1: { w: 1 },
      s2: { w: 1 },
      text: 'b',
      undef: undefined,
      date: new Date('2026-01-02T03:04:05Z'),
    });
  });

  test('as integers of every length and sign', () => {
    expect(decoded('090d0104c080800004bfffffff048100048180000480c0800004ffffffff')).toEqual([
      -(2 ** 28),
      2 ** 28 - 1,
      128,
      16_384,
      2_097_152,
      -1,
    ]);
  });

  test('in a list with names', () => {
    expect(decoded('0903036b0603760106097a65726f')).toEqual({ 0: 'zero', k: 'v' });
  });

  test('as bytes, which are passed over', () => {
    expect(decoded('0905010c076162630c02')).toEqual([null, null]);
  });

  test('in a whole command', () => {
    const command =
      '11060f636f6e6e656374110401110a0b010761707006096c6976651d6f626a656374456e636f64696e67040309636170730905010401040201';
    expect(decodeAmf(Buffer.from(command, 'hex'))).toEqual([
      'connect',
      1,
      { app: 'live', objectEncoding: 3, caps: [1, 2] },
    ]);
  });
});

describe('other AMF3 values', () => {
  test.each([
    ['numbers in a vector', '0d0500ffffffff00000001', [-1, 1]],
    ['large numbers in a vector', '0e0500ffffffff00000001', [2 ** 32 - 1, 1]],
    ['fractions in a vector', '0f03003ff8000000000000', [1.5]],
    ['values in a vector', '1005000106036102', ['a', false]],
    ['a dictionary', '1103000603610402', { a: 2 }],
    ['XML', '0b073c612f', '<a/'],
    ['objects with fixed members', '0905010a130341036104070a010408', [{ a: 7 }, { a: 8 }]],
  ])('%s', (_name, hex, value) => {
    expect(decoded(hex)).toEqual(value);
  });

  test('of classes that write themselves, and references to nothing, are refused', () => {
    for (const hex of ['0a070341', '0a02', '0602', '0a01', '13', '0904'])
      expect(() => decoded(hex)).toThrow(ProtocolError);
  });

  test('that contain themselves, or grow by being named again, are refused', () => {
    expect(() => decoded('0903010900')).toThrow(ProtocolError);
    // A list of lists, each of which holds the one before it twice.
    const doubled = Array.from(
      { length: 19 },
      (_, index) => `090501${`09${hexU29((index + 1) * 2)}`.repeat(2)}`,
    );
    expect(() => decoded(`09290109030101${doubled.join('')}`)).toThrow(ProtocolError);
    expect(decoded(`09070109030101${doubled.slice(0, 2).join('')}`)).toHaveLength(3);
    const long = `06${hexU29(60_000 * 2 + 1)}${'61'.repeat(60_000)}`;
    expect(() => decoded(`09${hexU29(203)}01${long}${'0600'.repeat(100)}`)).toThrow(ProtocolError);
  });

  test('cut anywhere or made of anything end in values or a protocol error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          encodeAmf(...decodeAmf(Buffer.concat([Buffer.from([0x11]), bytes])));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('data in AMF3 messages', () => {
  const metadata = encodeAmf('@setDataFrame', 'onMetaData', { width: 1280 });

  test('loses its format byte and stays as it is where it is AMF0 inside', () => {
    expect(asAmf0(Buffer.concat([Buffer.from([0]), metadata]))).toEqual(metadata);
    expect(asAmf0(metadata)).toBe(metadata);
  });

  test('is written anew where it holds AMF3 values, which many servers do not read', () => {
    const object = marked('0a0b010b7769647468048a0001');
    const mixed = Buffer.concat([Buffer.from([0]), encodeAmf('@setDataFrame', 'onMetaData'), object]);
    expect(asAmf0(mixed)).toEqual(metadata);
  });
});

/** A number in one to three bytes. */
function hexU29(number: number): string {
  const bytes = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes).toString('hex');
}
