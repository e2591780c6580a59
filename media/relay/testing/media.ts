import type { MediaMessage } from '../message/media-message.ts';
import { encodeAmf } from '../rtmp/amf-encode.ts';

/** Payloads as an H.264 and AAC encoder sends them; everything after their first bytes is filler. */

export const AVC_HEADER = Buffer.from([0x17, 0, 0, 0, 0, 1, 0x64, 0, 0x2a, 0xff]);
export const AAC_HEADER = Buffer.from([0xaf, 0, 0x12, 0x10]);
export const METADATA = encodeAmf('@setDataFrame', 'onMetaData', {
  width: 1920,
  height: 1080,
  encoder: 'obs',
});

export function keyFrame(bytes = 100): Buffer {
  return filled(bytes, [0x17, 1, 0, 0, 0]);
}

export function interFrame(bytes = 50): Buffer {
  return filled(bytes, [0x27, 1, 0, 0, 0]);
}

export function sound(bytes = 20): Buffer {
  return filled(bytes, [0xaf, 1]);
}

function filled(bytes: number, start: number[]): Buffer {
  const payload = Buffer.alloc(Math.max(bytes, start.length), 0x5a);
  payload.set(start);
  return payload;
}

export function video(timestamp: number, payload: Buffer): MediaMessage {
  return { kind: 'video', timestamp, payload };
}

export function audio(timestamp: number, payload: Buffer): MediaMessage {
  return { kind: 'audio', timestamp, payload };
}

export function data(timestamp: number, payload: Buffer): MediaMessage {
  return { kind: 'data', timestamp, payload };
}

/** What an encoder sends before its first frame. */
export function opening(timestamp = 0): MediaMessage[] {
  return [data(timestamp, METADATA), video(timestamp, AVC_HEADER), audio(timestamp, AAC_HEADER)];
}
