import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyVideo } from '../message/media-codec.ts';
import { markFrameType } from './frame-type.ts';

const CODED_FRAMES = 0x81;
const CODED_FRAMES_X = 0x83;
const HEVC_IDR = 19;
const HEVC_CRA = 21;
const HEVC_TRAIL = 1;
const HEVC_SEI = 39;

function nal(type: number): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 5]), Buffer.from([type << 1, 1, 9, 9, 9])]);
}

function hevc(first: number, ...types: number[]): Buffer {
  const composition = first === CODED_FRAMES ? [0, 0, 33] : [];
  return Buffer.concat([
    Buffer.from([first]),
    Buffer.from('hvc1'),
    Buffer.from(composition),
    ...types.map(nal),
  ]);
}

function obu(type: number, size: number): Buffer {
  return Buffer.concat([Buffer.from([(type << 3) | 0x02, size]), Buffer.alloc(size)]);
}

function av1(...obus: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([CODED_FRAMES_X]), Buffer.from('av01'), ...obus]);
}

const roleOf = (body: Buffer) => {
  markFrameType(body);
  return classifyVideo(body).role;
};

describe('the frame type that MediaMTX leaves out', () => {
  it.each([
    ['an IDR picture of HEVC', hevc(CODED_FRAMES_X, HEVC_SEI, HEVC_IDR), 'key'],
    ['a clean random access of HEVC', hevc(CODED_FRAMES_X, HEVC_CRA), 'key'],
    ['a key frame of HEVC with composition time', hevc(CODED_FRAMES, HEVC_IDR), 'key'],
    ['another picture of HEVC', hevc(CODED_FRAMES_X, HEVC_SEI, HEVC_TRAIL), 'frame'],
    ['another picture of HEVC with composition time', hevc(CODED_FRAMES, HEVC_TRAIL), 'frame'],
    ['a key frame of AV1', av1(obu(2, 0), obu(1, 10), obu(6, 100)), 'key'],
    ['another frame of AV1', av1(obu(2, 0), obu(6, 100)), 'frame'],
  ])('is found for %s', (_what, body, role) => {
    expect(roleOf(body)).toBe(role);
  });

  it('is that of a key frame for codec headers, as encoders send them', () => {
    const header = Buffer.concat([Buffer.from([0x80]), Buffer.from('hvc1'), Buffer.alloc(23)]);
    expect(roleOf(header)).toBe('header');
    expect(header[0]).toBe(0x90);
  });

  it('comes with the packet type that is defined for AV1', () => {
    const frame = av1(obu(2, 0), obu(6, 100));
    markFrameType(frame);
    expect(frame[0]).toBe(0xa1);
  });

  it('is not touched where it is there, and nothing else ever is', () => {
    const told = hevc(CODED_FRAMES_X | 0x20, HEVC_IDR);
    expect(roleOf(told)).toBe('frame');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const body = Buffer.from(bytes);
        markFrameType(body);
        expect(body.subarray(1)).toEqual(Buffer.from(bytes.subarray(1)));
        if ((bytes[0] ?? 0) < 0x80) expect(body).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('is looked for in any bytes without reading beyond them', () => {
    const fourCc = fc.constantFrom('hvc1', 'av01');
    const first = fc.constantFrom(CODED_FRAMES, CODED_FRAMES_X);
    fc.assert(
      fc.property(first, fourCc, fc.uint8Array({ maxLength: 200 }), (byte, name, rest) => {
        const body = Buffer.concat([Buffer.from([byte]), Buffer.from(name), rest]);
        expect(['key', 'frame']).toContain(roleOf(body));
      }),
    );
  });
});
