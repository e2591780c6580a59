import { TYPE } from '../kit/rtmp/chunks.ts';
import type { FlvTag } from '../kit/rtmp/flv.ts';

/** An audio message with actual sound: not the codec's header (packet type 0 of AAC). */
function isSound({ type, payload }: FlvTag): boolean {
  return type === TYPE.audio && payload[1] !== 0;
}

function isMedia({ type }: FlvTag): boolean {
  return type === TYPE.audio || type === TYPE.video;
}

/**
 * Payload bytes of audio and video that the encoder sent from the moment at which a destination's recording begins. The
 * clocks of both sides are aligned by an audio frame that they share, so nothing is assumed about the timestamps on the
 * way.
 *
 * @returns null when the recording shares no audio frame with what was sent
 */
export function expectedBytes(sent: readonly FlvTag[], received: readonly FlvTag[]): number | null {
  const sentAt = new Map(
    sent.filter(isSound).map(({ payload, timestamp }) => [payload.toString('latin1'), timestamp]),
  );
  const shared = received.find((tag) => isSound(tag) && sentAt.has(tag.payload.toString('latin1')));
  const first = received.find(
    (tag) => isMedia(tag) && (tag.type === TYPE.video ? tag.payload[1] !== 0 : isSound(tag)),
  );
  if (!shared || !first) return null;
  const offset = (sentAt.get(shared.payload.toString('latin1')) ?? 0) - shared.timestamp;
  return sent
    .filter((tag) => isMedia(tag) && tag.timestamp >= first.timestamp + offset)
    .reduce((sum, { payload }) => sum + payload.length, 0);
}
