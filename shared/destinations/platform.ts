/** A server of a platform that accepts streams. */
export interface IngestServer {
  name: string;
  /** `rtmp://` or `rtmps://`, without the key. */
  address: string;
}

/** A way to publish with a stream key that does not begin a broadcast. */
export interface TestMode {
  /** Query to add to the stream key. */
  keyQuery: string;
  /** Domains of the servers that understand it: any other would take it for a real publish. */
  domains: readonly string[];
}

/** What a platform can do. Screens and rules check this and never name a platform. */
export interface Platform {
  /** Stable id, kept in the database. */
  id: string;
  name: string;
  /** The platform's brand colour as `#rrggbb`, used to draw its mark. */
  color: string;
  /** Known servers, the recommended one first; empty when every user has their own address. */
  servers: readonly IngestServer[];
  /** Whether the user may type an address of their own. */
  ownAddress: boolean;
  /** How to check a stream key without going live; null where the platform offers no way. */
  testMode: TestMode | null;
  /** Where the user finds the stream key. */
  keyPage: string | null;
  /** FourCC of the codecs it accepts over (enhanced) RTMP; null when unknown. */
  videoCodecs: readonly string[] | null;
  /** Whether it takes sound without a picture; null when unknown. */
  audioOnly: boolean | null;
  maxVideoKbps: number | null;
  maxAudioKbps: number | null;
  /** Longest key-frame interval the platform accepts, in seconds. */
  maxKeyFrameSeconds: number | null;
}
