import type { MediaMessage } from '../message/media-message.ts';

const TYPES = { audio: 8, video: 9, data: 18 } as const;

/** An FLV stream of these messages. */
export function flv(messages: readonly MediaMessage[]): Buffer {
  const parts: Buffer[] = [Buffer.from('464c5601050000000900000000', 'hex')];
  for (const { kind, timestamp, payload } of messages) {
    const header = Buffer.alloc(11);
    header[0] = TYPES[kind];
    header.writeUIntBE(payload.length, 1, 3);
    header.writeUIntBE(timestamp & 0xffffff, 4, 3);
    header[7] = (timestamp >>> 24) & 0xff;
    const size = Buffer.alloc(4);
    size.writeUInt32BE(payload.length + 11);
    parts.push(header, payload, size);
  }
  return Buffer.concat(parts);
}
