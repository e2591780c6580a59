import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileHeader, metadataTag, pictureConfigTag, pictureTag, soundConfigTag, soundTag } from './flv.ts';

interface Tag {
  type: number;
  time: number;
  payload: string;
}

/** Reads tags as Adobe FLV 10.1, annex E.4.1 lays them out. */
function tagsOf(parts: readonly Uint8Array[]): Tag[] {
  const bytes = Buffer.concat(parts);
  expect(bytes.toString('latin1', 0, 3)).toBe('FLV');
  const tags: Tag[] = [];
  for (let at = bytes.readUInt32BE(5) + 4; at < bytes.length; ) {
    const size = bytes.readUIntBE(at + 1, 3);
    const time = ((bytes[at + 7] ?? 0) * 2 ** 24 + bytes.readUIntBE(at + 4, 3)) >>> 0;
    tags.push({ type: bytes[at] ?? 0, time, payload: bytes.toString('hex', at + 11, at + 11 + size) });
    expect(bytes.readUInt32BE(at + 11 + size)).toBe(size + 11);
    at += 11 + size + 4;
  }
  return tags;
}

test('tags hold what was put in, at its time, whatever its size', () => {
  const piece = fc.record({
    kind: fc.constantFrom('key', 'picture', 'sound'),
    bytes: fc.uint8Array({ maxLength: 70_000, minLength: 1 }),
    step: fc.integer({ min: 0, max: 5000 }),
  });
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 20 }),
      fc.integer({ min: 0, max: 0xffff_0000 }),
      (pieces, start) => {
        let time = start;
        const written = pieces.map(({ kind, bytes, step }) => {
          time += step;
          return kind === 'sound' ? soundTag(bytes, time) : pictureTag(bytes, time, kind === 'key');
        });
        const read = tagsOf([fileHeader(), ...written]);
        expect(read).toHaveLength(pieces.length);
        time = start;
        for (const [index, { kind, bytes, step }] of pieces.entries()) {
          time += step;
          const head = { key: '1701000000', picture: '2701000000', sound: 'af01' }[kind] ?? '';
          expect(read[index]).toEqual({
            type: kind === 'sound' ? 8 : 9,
            time,
            payload: head + Buffer.from(bytes).toString('hex'),
          });
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('codec headers and metadata are where players look for them', () => {
  const [metadata, picture, sound] = tagsOf([
    fileHeader(),
    metadataTag({ width: 1280, encoder: 'Neustream Studio' }),
    pictureConfigTag(Uint8Array.of(1, 0x4d), 0),
    soundConfigTag(Uint8Array.of(0x11, 0x90), 0),
  ]);
  expect(metadata?.type).toBe(18);
  expect(metadata?.payload).toContain(Buffer.from('onMetaData').toString('hex'));
  expect(picture).toEqual({ type: 9, time: 0, payload: '1700000000014d' });
  expect(sound).toEqual({ type: 8, time: 0, payload: 'af001190' });
});
