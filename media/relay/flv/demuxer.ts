import type { MediaMessage } from '../message/media-message.ts';
import { MESSAGE } from '../rtmp/message-types.ts';
import { ProtocolError } from '../rtmp/protocol-error.ts';
import { TimestampUnwrapper } from '../rtmp/timestamps.ts';
import { SIZE_FIELD, TAG_HEADER, tagPayloadSize, tagTimestamp } from './tag.ts';

const FILE_HEADER = 9;
const MAX_HEADER_BYTES = 1024;
const MAX_TAG_BYTES = 16 * 1024 * 1024 - 1;
const NOTHING = Buffer.alloc(0);

/**
 * Turns FLV bytes, cut anywhere, into messages (Adobe FLV 10.1, annex E).
 * Holds at most one unfinished tag.
 */
export class FlvDemuxer {
  readonly #onMessage: (message: MediaMessage) => void;
  readonly #unwrapper = new TimestampUnwrapper();
  #held = NOTHING;
  #heldLength = 0;
  #headerRead = false;

  constructor(onMessage: (message: MediaMessage) => void) {
    this.#onMessage = onMessage;
  }

  /** @throws ProtocolError when the bytes are not FLV. */
  receive(bytes: Buffer): void {
    if (this.#heldLength === 0) {
      const used = this.#consume(bytes);
      this.#hold(bytes.subarray(used));
      return;
    }
    this.#hold(bytes);
    const all = this.#held.subarray(0, this.#heldLength);
    const used = this.#consume(all);
    this.#held.copyWithin(0, used, this.#heldLength);
    this.#heldLength -= used;
  }

  #hold(bytes: Buffer): void {
    const needed = this.#heldLength + bytes.length;
    if (needed > this.#held.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#held.length * 2));
      this.#held.copy(grown, 0, 0, this.#heldLength);
      this.#held = grown;
    }
    bytes.copy(this.#held, this.#heldLength);
    this.#heldLength = needed;
  }

  /** Reads all complete tags and returns how many bytes they took. */
  #consume(bytes: Buffer): number {
    let at = 0;
    if (!this.#headerRead) {
      at = this.#readFileHeader(bytes);
      if (at === 0) return 0;
    }
    while (bytes.length - at >= TAG_HEADER) {
      if ((bytes[at]! & 0xc0) !== 0) throw new ProtocolError('FLV tag has reserved bits set');
      const size = tagPayloadSize(bytes, at);
      if (size > MAX_TAG_BYTES) throw new ProtocolError('FLV tag is too large');
      const end = at + TAG_HEADER + size + SIZE_FIELD;
      if (end > bytes.length) break;
      this.#readTag(bytes, at, size);
      at = end;
    }
    return at;
  }

  #readFileHeader(bytes: Buffer): number {
    if (bytes.length < FILE_HEADER) return 0;
    if (bytes.toString('latin1', 0, 3) !== 'FLV') throw new ProtocolError('not an FLV stream');
    const length = bytes.readUInt32BE(5);
    if (length < FILE_HEADER || length > MAX_HEADER_BYTES)
      throw new ProtocolError('FLV header is out of range');
    if (bytes.length < length + SIZE_FIELD) return 0;
    this.#headerRead = true;
    return length + SIZE_FIELD;
  }

  #readTag(bytes: Buffer, at: number, size: number): void {
    const first = bytes[at]!;
    // A set filter bit means that the tag is encrypted.
    if ((first & 0x20) !== 0) return;
    const timestamp = tagTimestamp(bytes, at);
    const payload = bytes.subarray(at + TAG_HEADER, at + TAG_HEADER + size);
    const kind = KINDS[first & 0x1f];
    if (kind) this.#onMessage({ kind, timestamp: this.#unwrapper.unwrap(timestamp), payload });
  }
}

const KINDS: Readonly<Record<number, MediaMessage['kind']>> = {
  [MESSAGE.audio]: 'audio',
  [MESSAGE.video]: 'video',
  [MESSAGE.dataAmf0]: 'data',
};
