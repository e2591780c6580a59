/** One destination each: the engine that sends a session's feed, what fills the feed, and RTMP itself. */
export { VideoHeaders } from './codec/video-headers.ts';
export { type NetworkRules, networkRules } from './connection/network-rules.ts';
export { ConnectionTests } from './connection-test/connection-tests.ts';
export { encoderName } from './encoder-name.ts';
export { Feed } from './feed/feed.ts';
export type { FeedEvent } from './feed/log-writer.ts';
export { FlvDemuxer } from './flv/demuxer.ts';
export { readFlv } from './input/read-flv.ts';
export { readRtmp } from './input/read-rtmp.ts';
export type { MediaMessage } from './message/media-message.ts';
export { opusPart } from './message/opus-part.ts';
export type { RelayTarget } from './publisher.ts';
export { Relay, type RelayCloseReason, type RelayOptions } from './relay.ts';
export type { ConnectAsk, PublishAsk } from './rtmp/asks.ts';
export { type BatchedReader, readBatched } from './rtmp/batched-reader.ts';
export { loginOf } from './rtmp/login.ts';
export { BATCH_MS, LoopPacing, type ReadPacing, TimerPacing } from './rtmp/pacing.ts';
export { ProtocolError } from './rtmp/protocol-error.ts';
export {
  type ConnectVerdict,
  type PublishVerdict,
  RtmpServerSession,
  type SessionEnd,
} from './rtmp/server-session.ts';
