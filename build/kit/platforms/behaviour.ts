/** How a scripted platform treats publishers. `good` takes everything and counts it. */
export type Behaviour =
  | { kind: 'good' }
  /** Accepts the connection and never says a word. */
  | { kind: 'silent' }
  /** Answers the handshake with random bytes. */
  | { kind: 'garbage' }
  | { kind: 'reject-connect' }
  /** Answers a publish with this status code, such as `NetStream.Publish.BadName`. */
  | { kind: 'reject-publish'; code: string }
  /** Breaks the connection (TCP reset) once this many media bytes came. */
  | { kind: 'reset'; afterBytes: number }
  /** Stops reading once this many media bytes came, and leaves the connection open. */
  | { kind: 'freeze'; afterBytes: number }
  /** Reads at most this many bytes a second. */
  | { kind: 'slow'; bytesPerSecond: number }
  /** Ends its own side once this many media bytes came, and goes on reading. */
  | { kind: 'half-close'; afterBytes: number }
  /** Accepts the publish and closes the connection after this time. */
  | { kind: 'close'; afterMs: number };

/** What one accepted publish delivered. Instants are epoch milliseconds with fractions. */
export interface ReceivedStream {
  app: string;
  key: string;
  acceptedAt: number;
  endedAt: number | null;
  /** Payload bytes of audio and video messages. */
  bytes: number;
  videoMessages: number;
  audioMessages: number;
  /** Video messages that are no codec headers, and the timestamps of the first and the last of them. */
  pictures: number;
  firstPictureTimestamp: number;
  lastPictureTimestamp: number;
  firstVideoAt: number | null;
  /** When the last audio or video message was complete. */
  lastMediaAt: number | null;
  firstTimestamp: number | null;
  lastTimestamp: number;
  /** How often a timestamp was below the one before it, within sound and within picture. */
  backwards: number;
  /** Whether codec headers and then a key frame were the first pictures; null until one came. */
  beganWithKeyFrame: boolean | null;
}
