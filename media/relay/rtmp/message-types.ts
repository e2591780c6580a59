/** RTMP message type ids (RTMP specification 1.0, sections 5.4 and 7.1). */
export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
  aggregate: 22,
} as const;

/** User control event types (RTMP specification 1.0, section 7.1.7). */
export const USER_CONTROL = {
  streamBegin: 0,
  streamEof: 1,
  setBufferLength: 3,
  pingRequest: 6,
  pingResponse: 7,
} as const;

/** Chunk streams we send on. Any numbers would do; other programs use these. */
export const CHUNK_STREAM = {
  control: 2,
  command: 3,
  audio: 4,
  data: 5,
  video: 6,
  streamCommand: 8,
} as const;

/** Chunk size of a client until its publish was accepted: what OBS announces, and so what servers know best. */
export const COMMAND_CHUNK_SIZE = 4096;
/** Chunk size we announce and send with: one header for almost every frame. The largest that SRS accepts. */
export const OUR_CHUNK_SIZE = 65_536;
/** Applies in each direction until Set Chunk Size is sent. */
export const INITIAL_CHUNK_SIZE = 128;
