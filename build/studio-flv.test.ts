import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fileHeader,
  metadataTag,
  pictureConfigTag,
  pictureTag,
  soundConfigTag,
  soundTag,
} from '../desktop/renderer/engine/publish/flv.ts';
import { FlvDemuxer } from '../media/relay/flv/demuxer.ts';

test('what the studio writes is what the ingest reads', () => {
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
        const read: { kind: string; timestamp: number; payload: Buffer }[] = [];
        const demuxer = new FlvDemuxer(({ payload, ...rest }) =>
          read.push({ ...rest, payload: Buffer.from(payload) }),
        );
        demuxer.receive(Buffer.from(fileHeader()));
        let time = start;
        for (const { kind, bytes, step } of pieces) {
          time += step;
          const tag = kind === 'sound' ? soundTag(bytes, time) : pictureTag(bytes, time, kind === 'key');
          demuxer.receive(Buffer.from(tag));
        }
        expect(read).toHaveLength(pieces.length);
        for (const [index, { kind, bytes }] of pieces.entries()) {
          const head = { key: '1701000000', picture: '2701000000', sound: 'af01' }[kind];
          expect(read[index]?.kind).toBe(kind === 'sound' ? 'audio' : 'video');
          expect(read[index]?.payload).toEqual(Buffer.concat([Buffer.from(head ?? '', 'hex'), bytes]));
        }
        const steps = read.map(
          ({ timestamp }, index) => timestamp - (read[index - 1]?.timestamp ?? timestamp),
        );
        expect(steps.slice(1)).toEqual(pieces.slice(1).map(({ step }) => step));
      },
    ),
    { numRuns: 50 },
  );
});

test('codec headers and metadata are where players look for them', () => {
  const read: { kind: string; payload: string }[] = [];
  const demuxer = new FlvDemuxer(({ kind, payload }) =>
    read.push({ kind, payload: payload.toString('hex') }),
  );
  demuxer.receive(Buffer.from(fileHeader()));
  demuxer.receive(Buffer.from(metadataTag({ width: 1280, encoder: 'Neustream Studio' })));
  demuxer.receive(Buffer.from(pictureConfigTag(Uint8Array.of(1, 0x4d), 0)));
  demuxer.receive(Buffer.from(soundConfigTag(Uint8Array.of(0x11, 0x90), 0)));
  expect(read.map(({ kind }) => kind)).toEqual(['data', 'video', 'audio']);
  expect(read[0]?.payload).toContain(Buffer.from('onMetaData').toString('hex'));
  expect(read[1]?.payload).toBe('1700000000014d');
  expect(read[2]?.payload).toBe('af001190');
});
