import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAmf, peekAmfString } from './amf-decode.ts';
import { encodeAmf } from './amf-encode.ts';
import type { AmfValue } from './amf-types.ts';
import { ProtocolError } from './protocol-error.ts';

const key = fc.string({ minLength: 1, maxLength: 20 });
const { value } = fc.letrec<{ value: AmfValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.string(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
}));

describe('AMF0', () => {
  test('what is encoded is decoded to the same values', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (values) => {
        expect(decodeAmf(encodeAmf(...values))).toEqual(values);
      }),
    );
  });

  test('a long string is decoded to the same text', () => {
    const text = 'x'.repeat(70_000);
    expect(decodeAmf(encodeAmf(text))).toEqual([text]);
  });

  test('a cut message is a protocol error and never anything else', () => {
    const anyCut = [fc.array(value, { minLength: 1, maxLength: 3 }), fc.nat()] as const;
    fc.assert(
      fc.property(...anyCut, (values, at) => {
        const bytes = encodeAmf(...values);
        expectValuesOrProtocolError(bytes.subarray(0, at % bytes.length));
      }),
    );
  });

  test('nesting, counts and types beyond what RTMP needs are refused', () => {
    const deep = Buffer.concat(Array.from({ length: 40 }, () => Buffer.from([10, 0, 0, 0, 1])));
    const many = Buffer.concat([Buffer.from([10, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(9000, 5)]);
    for (const bytes of [deep, many, Buffer.from([0x12]), Buffer.from([7, 0, 1])]) {
      expect(() => decodeAmf(bytes)).toThrow(ProtocolError);
    }
  });

  test('property names of a peer do not reach any prototype', () => {
    const [decoded] = decodeAmf(
      Buffer.from(`030009${Buffer.from('__proto__').toString('hex')}0101000009`, 'hex'),
    );
    expect(Object.getPrototypeOf(decoded)).toBeNull();
    expect(Object.keys(Object(decoded))).toEqual(['__proto__']);
  });

  test('an array without its end marker is read as far as it goes', () => {
    expect(decodeAmf(Buffer.from('0800000001000161050000', 'hex').subarray(0, 9))).toEqual([{ a: null }]);
  });

  test('the first string can be read without the rest', () => {
    expect(peekAmfString(encodeAmf('onMetaData', {}))).toBe('onMetaData');
    expect(peekAmfString(Buffer.from([2, 0, 9, 1]))).toBeNull();
    expect(peekAmfString(encodeAmf(1))).toBeNull();
  });
});

function expectValuesOrProtocolError(bytes: Buffer): void {
  try {
    decodeAmf(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
  }
}
