import { SIZE_FIELD, TAG_HEADER, tagPayloadSize, tagTimestamp } from '../flv/tag.ts';
import type { RawMessage } from './chunk-reader.ts';
import { MESSAGE } from './message-types.ts';
import { ProtocolError } from './protocol-error.ts';

const CARRIED: ReadonlySet<number> = new Set([
  MESSAGE.audio,
  MESSAGE.video,
  MESSAGE.dataAmf0,
  MESSAGE.dataAmf3,
]);

/**
 * Passes on the media messages of an aggregate message (RTMP specification 1.0, section 7.1.6). Its own timestamp is
 * the first one's, and moves the others by as much; its stream id replaces theirs.
 * @throws ProtocolError when one of them is cut off
 */
export function unpackAggregate(
  { timestamp, streamId, payload }: RawMessage,
  onMessage: (message: RawMessage) => void,
): void {
  let shift: number | null = null;
  for (let at = 0; at < payload.length; ) {
    if (at + TAG_HEADER > payload.length) throw new ProtocolError('aggregate message is cut off');
    const begin = at + TAG_HEADER;
    const end = begin + tagPayloadSize(payload, at);
    if (end > payload.length) throw new ProtocolError('aggregate message is cut off');
    const own = tagTimestamp(payload, at);
    shift ??= timestamp - own;
    const type = payload[at]!;
    if (CARRIED.has(type))
      onMessage({ type, timestamp: (own + shift) >>> 0, streamId, payload: payload.subarray(begin, end) });
    at = end + SIZE_FIELD;
  }
}
