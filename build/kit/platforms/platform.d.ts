/**
 * A platform as a relay meets it: a server that accepts RTMP(S) publishes and reports what it received.
 *
 * There are several on purpose. A scripted one of ours misbehaves on request; the others run somebody else's server, so
 * that what they received is confirmed by a third party.
 *
 * To add another:
 * 1. write one file in this folder, with a class that implements `Platform` and has a static `start`; it counts with
 * `ReceivedBook`, so that all of them mean the same by a frame, a gap and a key frame;
 * 2. when its program may be missing on a machine, export a function that says why, as `nginxMissing` does;
 * 3. add a line to the list in `platforms.integration.test.ts`, which publishes to each and compares the books.
 */
export interface Platform extends AsyncDisposable {
  /** Server address as a person enters it; the key is separate. */
  readonly address: string;
  /** What it has received so far. */
  report(): Promise<PlatformReport>;
}
export interface PlatformReport {
  /** Every publish that was accepted, oldest first. */
  streams: ReceivedStream[];
  /** FLV files as the server recorded them, oldest first; empty where it records nothing. */
  recordings: string[];
}
/** What one accepted publish delivered. Instants are epoch milliseconds with fractions. */
export interface ReceivedStream {
  app: string;
  key: string;
  acceptedAt: number;
  endedAt: number | null;
  /** Whether the publisher announced the end before its connection closed. */
  unpublished: boolean;
  /** Payload bytes of audio and video messages. */
  bytes: number;
  videoMessages: number;
  audioMessages: number;
  /**
   * FourCC of each codec that was received, as enhanced RTMP names them (`avc1`, `hvc1`, `mp4a`), in alphabetical
   * order.
   */
  codecs: string[];
  /** Video messages that are not codec headers, and the timestamps of the first and the last of them. */
  pictures: number;
  firstPictureTimestamp: number;
  lastPictureTimestamp: number;
  firstVideoAt: number | null;
  /** When the last audio or video message was complete. */
  lastMediaAt: number | null;
  firstTimestamp: number | null;
  lastTimestamp: number;
  /** How often a timestamp was lower than the one before it, within audio and within video. */
  backwards: number;
  /** Whether the video began with codec headers and then a key frame; null until there is any. */
  beganWithKeyFrame: boolean | null;
}
