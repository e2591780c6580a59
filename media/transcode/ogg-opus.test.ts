import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opusPart } from '../relay/public.ts';
import { MAX_OPUS_PACKET, OggOpusWriter, samplesIn } from './ogg-opus.ts';

describe('Opus in Ogg', () => {
  it.each([
    ['one frame of 20 ms', [0xfc], 960],
    ['one frame of 2.5 ms', [0x80], 120],
    ['one frame of 60 ms', [0x18], 2880],
    ['one hybrid frame of 10 ms', [0x60], 480],
    ['two frames of 20 ms', [0xfd], 1920],
    ['six frames of 20 ms', [0xff, 6], 5760],
  ])('knows how long %s plays', (_what, packet, samples) => {
    expect(samplesIn(Buffer.from(packet))).toBe(samples);
  });

  it('gives each packet the time that the encoder gave it, from the first one on', () => {
    const writer = new OggOpusWriter();
    const granule = (timestamp: number) =>
      writer.packet(timestamp, Buffer.from([0xfc, 0xff, 0xfe])).readBigUInt64LE(6);
    expect([5000, 5020, 5100, 4000].map(granule)).toEqual([960n, 1920n, 5760n, 960n]);
  });

  it('takes packets of any length that a page can hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_OPUS_PACKET }), (length) => {
        const page = new OggOpusWriter().packet(0, Buffer.alloc(length));
        const laces = page.subarray(27, 27 + (page[26] ?? 0));
        expect(laces.reduce((sum, lace) => sum + lace, 0)).toBe(length);
        expect(page).toHaveLength(27 + laces.length + length);
      }),
      { numRuns: 50 },
    );
  });

  it('is told from other sound, whatever arrives', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => void opusPart(Buffer.from(bytes))));
    expect(opusPart(Buffer.from([0x91, ...Buffer.from('Opus'), 1]))?.kind).toBe('packet');
    expect(opusPart(Buffer.from([0xaf, 1, 2, 3]))).toBeNull();
  });
});
