import { peekAmfString } from '../rtmp/amf-decode.ts';
import { encodeAmf } from '../rtmp/amf-encode.ts';

/** Data in the form in which it is published: `metadata` is kept for joining outputs. */
export interface PublishedData {
  payload: Buffer;
  metadata: boolean;
}

const SET_DATA_FRAME = encodeAmf('@setDataFrame');
/** Sent by servers to players only; means nothing to a destination. */
const NOT_PASSED_ON = new Set(['|RtmpSampleAccess', 'onStatus', '@clearDataFrame']);

/**
 * A data message in the form in which it is published: metadata read from a player's side or from
 * a file lacks the `@setDataFrame` that servers expect. Null when it is not to be passed on.
 */
export function publishedData(payload: Buffer): PublishedData | null {
  const name = peekAmfString(payload);
  if (name === null || NOT_PASSED_ON.has(name)) return null;
  if (name === 'onMetaData') return { payload: Buffer.concat([SET_DATA_FRAME, payload]), metadata: true };
  if (name !== '@setDataFrame') return { payload, metadata: false };
  return { payload, metadata: peekAmfString(payload.subarray(SET_DATA_FRAME.length)) === 'onMetaData' };
}
