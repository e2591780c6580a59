/** RTMP message types that the test peers act on (RTMP specification 1.0, sections 5.4 and 7.1). */
export declare const TYPE: {
  chunkSize: number;
  ack: number;
  ackWindow: number;
  peerBandwidth: number;
  audio: number;
  video: number;
  data: number;
  command: number;
};
export interface Message {
  type: number;
  timestamp: number;
  /** Length of the whole payload in bytes. */
  length: number;
  streamId: number;
  /** The payload of a command; the first bytes of audio and video. Valid only during the callback. */
  head: Buffer;
}
/** Parses RTMP chunks. Counts media without copying it, so that a sink costs little. */
export declare class ChunkReader {
  #private;
  constructor(onMessage: (message: Message) => void);
  /** @throws Error when the bytes are not RTMP chunks. */
  read(data: Buffer): void;
}
export interface OutgoingMessage {
  chunkStream: number;
  type: number;
  timestamp?: number;
  streamId?: number;
  payload: Buffer;
}
/** One message as chunks: a full header, then continuation headers every `chunkSize` bytes. */
export declare function encodeMessage(message: OutgoingMessage, chunkSize: number): Buffer;
