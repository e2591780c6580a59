import { expect, test } from 'vitest';
import { unpackAggregate } from './aggregate.ts';
import type { RawMessage } from './chunk-reader.ts';
import { MESSAGE } from './message-types.ts';
import { ProtocolError } from './protocol-error.ts';

/** A message as it stands in an aggregate, with the size behind it. */
function tag(type: number, timestamp: number, payload: string): Buffer {
  const bytes = Buffer.alloc(11 + payload.length + 4);
  bytes[0] = type;
  bytes.writeUIntBE(payload.length, 1, 3);
  bytes.writeUIntBE(timestamp & 0xffffff, 4, 3);
  bytes[7] = timestamp >>> 24;
  bytes.write(payload, 11, 'latin1');
  bytes.writeUInt32BE(11 + payload.length, 11 + payload.length);
  return bytes;
}

function unpack(timestamp: number, payload: Buffer): RawMessage[] {
  const messages: RawMessage[] = [];
  unpackAggregate({ type: MESSAGE.aggregate, timestamp, streamId: 1, payload }, (one) => messages.push(one));
  return messages;
}

test('the messages of an aggregate keep their distances and begin at its own time', () => {
  const payload = Buffer.concat([
    tag(MESSAGE.video, 0x1000010, 'picture'),
    tag(MESSAGE.audio, 0x1000020, 'sound'),
    tag(MESSAGE.commandAmf0, 0x1000020, 'no media'),
    tag(MESSAGE.dataAmf0, 0x1000000, 'data'),
  ]);
  expect(unpack(500, payload)).toEqual([
    { type: MESSAGE.video, timestamp: 500, streamId: 1, payload: Buffer.from('picture') },
    { type: MESSAGE.audio, timestamp: 516, streamId: 1, payload: Buffer.from('sound') },
    { type: MESSAGE.dataAmf0, timestamp: 484, streamId: 1, payload: Buffer.from('data') },
  ]);
  expect(unpack(5, payload).at(-1)?.timestamp).toBe(2 ** 32 - 11);
});

test('the size behind the last message may be left out, but no message may be cut off', () => {
  const one = tag(MESSAGE.video, 0, 'picture');
  expect(unpack(0, one.subarray(0, -4))).toHaveLength(1);
  expect(unpack(0, Buffer.alloc(0))).toEqual([]);
  for (const cut of [1, 10, 11, 17]) expect(() => unpack(0, one.subarray(0, cut))).toThrow(ProtocolError);
});
