export type MediaKind = 'audio' | 'video' | 'data';

/** One frame, codec header or data message of a stream, as FLV and RTMP carry it. */
export interface MediaMessage {
  kind: MediaKind;
  /** Milliseconds, extended beyond 32 bits. */
  timestamp: number;
  /** The FLV tag body, unchanged. Valid only during the call that passes it: copy what is kept. */
  payload: Buffer;
}
