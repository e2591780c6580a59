export type MediaKind = 'audio' | 'video' | 'data';

/** One frame, codec header or data message of a stream, as FLV and RTMP carry it. */
export interface MediaMessage {
  kind: MediaKind;
  /** Milliseconds, counted on beyond 32 bit. */
  timestamp: number;
  /** The FLV tag body, untouched. Valid only during the call that hands it over: copy what is kept. */
  payload: Buffer;
}
