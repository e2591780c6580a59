import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkReader, type RawMessage } from './chunk-reader.ts';
import { type ChunkedMessage, encodedSize, encodedSizeAt, encodeMessage } from './chunk-writer.ts';
import { MESSAGE } from './message-types.ts';
import { ProtocolError } from './protocol-error.ts';

const message = fc.record({
  chunkStream: fc.integer({ min: 2, max: 63 }),
  type: fc.constantFrom(MESSAGE.audio, MESSAGE.video, MESSAGE.dataAmf0, MESSAGE.commandAmf0),
  timestamp: fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constantFrom(0xfffffe, 0xffffff, 0x1000000, 0xffffffff),
  ),
  streamId: fc.integer({ min: 0, max: 0xffffffff }),
  payload: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
});

function chunkSizeMessage(size: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(size);
  return encodeMessage(
    { chunkStream: 2, type: MESSAGE.setChunkSize, timestamp: 0, streamId: 0, payload },
    128,
  );
}

function readAll(bytes: Buffer, cuts: readonly number[] = []): RawMessage[] {
  const messages: RawMessage[] = [];
  const reader = new ChunkReader({
    onMessage: (raw) => messages.push({ ...raw, payload: Buffer.from(raw.payload) }),
  });
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...places, bytes.length]) {
    reader.receive(bytes.subarray(from, to));
    from = to;
  }
  return messages;
}

function withoutChunkStream({ type, timestamp, streamId, payload }: ChunkedMessage): RawMessage {
  return { type, timestamp, streamId, payload };
}

describe('chunks', () => {
  test('what is written is read back, for any messages, chunk size and fragmentation', () => {
    const anyCase = [
      fc.array(message, { maxLength: 8 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.nat(), { maxLength: 30 }),
    ] as const;
    fc.assert(
      fc.property(...anyCase, (messages, chunkSize, cuts) => {
        const written = messages.map((one) => encodeMessage(one, chunkSize));
        const bytes = Buffer.concat([chunkSizeMessage(chunkSize), ...written]);
        expect(readAll(bytes, cuts)).toEqual(messages.map(withoutChunkStream));
        for (const [index, one] of messages.entries()) {
          expect(written[index]).toHaveLength(encodedSize(one.payload.length, one.timestamp, chunkSize));
          expect(encodedSizeAt(written[index] ?? bytes, 0, chunkSize)).toBe(written[index]?.length);
        }
      }),
    );
  });

  test('messages of several chunk streams may be interleaved', () => {
    const audio = encodeMessage(
      { chunkStream: 4, type: MESSAGE.audio, timestamp: 5, streamId: 1, payload: Buffer.alloc(200, 1) },
      128,
    );
    const video = encodeMessage(
      { chunkStream: 6, type: MESSAGE.video, timestamp: 6, streamId: 1, payload: Buffer.alloc(200, 2) },
      128,
    );
    const interleaved = Buffer.concat([
      audio.subarray(0, 140),
      video.subarray(0, 140),
      audio.subarray(140),
      video.subarray(140),
    ]);
    expect(readAll(interleaved).map(({ type, payload }) => [type, payload.length])).toEqual([
      [MESSAGE.audio, 200],
      [MESSAGE.video, 200],
    ]);
  });

  test('a new chunk size applies from the next chunk on, also within a message', () => {
    const payload = Buffer.from(Array.from({ length: 300 }, (_, index) => index & 0xff));
    const whole = encodeMessage(
      { chunkStream: 6, type: MESSAGE.video, timestamp: 0, streamId: 1, payload },
      128,
    );
    const begun = whole.subarray(0, 12 + 128);
    const rest = Buffer.concat([Buffer.from([0xc6]), payload.subarray(128)]);
    expect(readAll(Buffer.concat([begun, chunkSizeMessage(1000), rest]))).toMatchObject([{ payload }]);
  });

  test('chunk stream ids are understood up to the largest, 65599', () => {
    const header = [0, 0, 1, 0, 0, 1, MESSAGE.audio, 1, 0, 0, 0, 0x61];
    for (const basic of [
      [0, 255],
      [1, 0, 0],
      [1, 255, 255],
    ])
      expect(readAll(Buffer.from([...basic, ...header]))).toMatchObject([{ timestamp: 1, streamId: 1 }]);
  });

  test('shorter headers give deltas and repeat what they leave out', () => {
    const full = encodeMessage(
      { chunkStream: 4, type: MESSAGE.audio, timestamp: 1000, streamId: 1, payload: Buffer.from('a') },
      128,
    );
    const sameStream = Buffer.from([0x44, 0, 0, 20, 0, 0, 1, MESSAGE.audio, 0x62]);
    const sameLength = Buffer.from([0x84, 0, 0, 23, 0x63]);
    const sameAll = Buffer.from([0xc4, 0x64]);
    const read = readAll(Buffer.concat([full, sameStream, sameLength, sameAll]));
    expect(read.map(({ timestamp, payload }) => [timestamp, payload.toString()])).toEqual([
      [1000, 'a'],
      [1020, 'b'],
      [1043, 'c'],
      [1066, 'd'],
    ]);
  });

  test('a peer that leaves the extended timestamp out of continuations is understood', () => {
    const payload = Buffer.alloc(260, 7);
    const proper = encodeMessage(
      { chunkStream: 6, type: MESSAGE.video, timestamp: 0x1000000, streamId: 1, payload },
      128,
    );
    const first = proper.subarray(0, 16 + 128);
    const lazy = Buffer.concat([
      first,
      Buffer.from([0xc6]),
      payload.subarray(128, 256),
      Buffer.from([0xc6]),
      payload.subarray(256),
    ]);
    const everyByte = Array.from({ length: lazy.length }, (_, index) => index);
    expect(readAll(Buffer.concat([lazy, proper]))).toHaveLength(2);
    expect(readAll(Buffer.concat([lazy, proper]), everyByte)).toHaveLength(2);
  });

  test('an aborted message is forgotten', () => {
    const abort = encodeMessage(
      { chunkStream: 2, type: MESSAGE.abort, timestamp: 0, streamId: 0, payload: Buffer.from([0, 0, 0, 4]) },
      128,
    );
    const whole = encodeMessage(
      { chunkStream: 4, type: MESSAGE.audio, timestamp: 0, streamId: 1, payload: Buffer.alloc(200) },
      128,
    );
    expect(readAll(Buffer.concat([whole.subarray(0, 140), abort, whole]))).toHaveLength(1);
  });

  test('a message beyond the limit is refused before it arrives', () => {
    const reader = new ChunkReader({ onMessage: () => undefined, maxMessageBytes: 1000 });
    const header = encodeMessage(
      { chunkStream: 4, type: MESSAGE.video, timestamp: 0, streamId: 1, payload: Buffer.alloc(1001) },
      65_536,
    ).subarray(0, 12);
    expect(() => reader.receive(header)).toThrow(ProtocolError);
  });

  test('promised messages cost no memory until they arrive', () => {
    const reader = new ChunkReader({ onMessage: () => undefined });
    const before = process.memoryUsage().arrayBuffers;
    for (let chunkStream = 2; chunkStream < 60; chunkStream += 1) {
      const promise = Buffer.from([chunkStream, 0, 0, 0, 0xff, 0xff, 0xff, MESSAGE.video, 1, 0, 0, 0]);
      reader.receive(Buffer.concat([promise, Buffer.alloc(128)]));
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });

  test('more chunk streams than any encoder needs are refused', () => {
    const reader = new ChunkReader({ onMessage: () => undefined });
    expect(() => {
      for (let id = 0; id < 256; id += 1)
        reader.receive(Buffer.from([0, id, 0, 0, 0, 0, 0, 0, 8, 1, 0, 0, 0]));
    }).toThrow(ProtocolError);
  });
});
