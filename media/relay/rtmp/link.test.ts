import { expect, test } from 'vitest';
import { ChunkReader, type RawMessage } from './chunk-reader.ts';
import { encodeMessage } from './chunk-writer.ts';
import { type Command, RtmpLink } from './link.ts';
import { MESSAGE } from './message-types.ts';
import { ProtocolError } from './protocol-error.ts';

function open() {
  const sent: RawMessage[] = [];
  const commands: Command[] = [];
  const sentReader = new ChunkReader({
    onMessage: (raw) => sent.push({ ...raw, payload: Buffer.from(raw.payload) }),
  });
  const link = new RtmpLink({
    send: (bytes) => sentReader.receive(bytes),
    onCommand: (command) => commands.push(command),
    maxMessageBytes: 10_000,
  });
  const receive = (type: number, payload: Buffer) =>
    link.receive(encodeMessage({ chunkStream: 2, type, timestamp: 0, streamId: 0, payload }, 128));
  return { link, sent, commands, receive };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

test('acknowledged bytes are counted on beyond 32 bit', () => {
  const { link, receive } = open();
  for (const sequence of [0x70000000, 0xe0000000, 0x10000000])
    receive(MESSAGE.acknowledgement, uint32(sequence));
  expect(link.bytesAcked).toBe(0x1_1000_0000);
});

test('a peer that begins its count anew does not make 4 GB of progress', () => {
  const { link, receive } = open();
  receive(MESSAGE.acknowledgement, uint32(5_000_000));
  receive(MESSAGE.acknowledgement, uint32(1000));
  expect(link.bytesAcked).toBe(5_000_000);
});

test('a ping is answered with its own time', () => {
  const { sent, receive } = open();
  receive(MESSAGE.userControl, Buffer.from([0, 6, 1, 2, 3, 4]));
  expect(sent).toMatchObject([{ type: MESSAGE.userControl, payload: Buffer.from([0, 7, 1, 2, 3, 4]) }]);
});

test('received bytes are acknowledged in the window that the peer asked for', () => {
  const { sent, receive } = open();
  receive(MESSAGE.windowAckSize, uint32(5000));
  for (let count = 0; count < 12; count += 1) receive(MESSAGE.audio, Buffer.alloc(500));
  expect(sent.map(({ type }) => type)).toEqual([MESSAGE.acknowledgement]);
  expect(sent[0]?.payload.readUInt32BE(0)).toBeGreaterThanOrEqual(5000);
});

test('a command in an AMF3 message is understood', () => {
  const { link, commands, receive } = open();
  const plain = link.command('onStatus', 0, [null]);
  receive(MESSAGE.commandAmf3, Buffer.concat([Buffer.from([0]), plain.subarray(12)]));
  expect(commands).toMatchObject([{ name: 'onStatus', transaction: 0, args: [null] }]);
});

test('control messages that are too short break the protocol', () => {
  const { receive } = open();
  for (const type of [MESSAGE.setChunkSize, MESSAGE.acknowledgement, MESSAGE.windowAckSize]) {
    expect(() => receive(type, Buffer.from([0, 0]))).toThrow(ProtocolError);
  }
});
