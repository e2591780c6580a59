/** FLV (Adobe FLV 10.1, annex E): what a page sends to the ingest. All times in ms. */

const TAG = { audio: 8, video: 9, script: 18 } as const;
const HEADER_BYTES = 11;
const SIZE_BYTES = 4;
/** AAC, 44 kHz, 16 bit, stereo: what the format prescribes for AAC, whatever it is (E.4.2.1). */
const AAC = 0xaf;
const H264 = 7;
const KEY_FRAME = 1;
const INTER_FRAME = 2;

/** Begins a stream of sound and picture. */
export function fileHeader(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x46, 0x4c, 0x56, 1, 0b101, 0, 0, 0, 9, 0, 0, 0, 0]);
}

/** What the stream contains, for servers and players. */
export function metadataTag(facts: Readonly<Record<string, number | string>>): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder();
  const parts: number[] = [2, ...name(text, 'onMetaData'), 8, ...u32(Object.keys(facts).length)];
  for (const [key, value] of Object.entries(facts)) {
    parts.push(...name(text, key));
    if (typeof value === 'number') parts.push(0, ...double(value));
    else parts.push(2, ...name(text, value));
  }
  parts.push(0, 0, 9);
  return tag(TAG.script, 0, [], Uint8Array.from(parts));
}

/** The decoder configuration record of H.264. */
export function pictureConfigTag(record: Uint8Array, time: number): Uint8Array<ArrayBuffer> {
  return tag(TAG.video, time, [(KEY_FRAME << 4) | H264, 0, 0, 0, 0], record);
}

/** One picture without B frames: it is shown when it is decoded. */
export function pictureTag(bytes: Uint8Array, time: number, isKey: boolean): Uint8Array<ArrayBuffer> {
  return tag(TAG.video, time, [((isKey ? KEY_FRAME : INTER_FRAME) << 4) | H264, 1, 0, 0, 0], bytes);
}

/** The AudioSpecificConfig. */
export function soundConfigTag(config: Uint8Array, time: number): Uint8Array<ArrayBuffer> {
  return tag(TAG.audio, time, [AAC, 0], config);
}

export function soundTag(bytes: Uint8Array, time: number): Uint8Array<ArrayBuffer> {
  return tag(TAG.audio, time, [AAC, 1], bytes);
}

function tag(type: number, time: number, head: readonly number[], body: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = head.length + body.length;
  const bytes = new Uint8Array(HEADER_BYTES + length + SIZE_BYTES);
  const view = new DataView(bytes.buffer);
  const at = Math.round(time) >>> 0;
  view.setUint32(0, (type << 24) | length);
  // The highest byte of the time stands behind the other three.
  view.setUint32(4, ((at & 0xff_ffff) << 8) | (at >>> 24));
  bytes.set(head, HEADER_BYTES);
  bytes.set(body, HEADER_BYTES + head.length);
  view.setUint32(HEADER_BYTES + length, HEADER_BYTES + length);
  return bytes;
}

/** A string of AMF0 without its marker. */
function name(text: TextEncoder, value: string): number[] {
  const bytes = text.encode(value);
  return [bytes.length >> 8, bytes.length & 0xff, ...bytes];
}

function u32(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function double(value: number): number[] {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return [...bytes];
}
