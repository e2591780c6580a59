import type { Duplex } from 'node:stream';
import type { NodeEndpoints, PublishLoginProof } from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestFacts, IngestProtocol } from '@neustream/shared/live/facts.ts';
import type { MeasurePermit } from '@neustream/shared/node/measure-permit.ts';
import type { Feed } from '../relay/public.ts';

/** What is known about the encoder that publishes on a path. */
export type PublisherFacts = Pick<
  IngestFacts,
  'protocol' | 'encoder' | 'videoCodec' | 'audioCodec' | 'width' | 'height' | 'bytesReceived'
>;

/** For an encoder that nothing has been seen of yet. */
export const NOTHING_KNOWN: PublisherFacts = {
  protocol: null,
  encoder: null,
  videoCodec: null,
  audioCodec: null,
  width: null,
  height: null,
  bytesReceived: 0,
};

/** What became of a publish that somebody else wants to take over: it had been silent, ended, or is alive. */
export type Outwaited = 'silent' | 'gone' | 'alive';

/** An encoder asks to publish. */
export interface PublishAttempt {
  publicId: string;
  key: Secret;
  /** How it proved that it knows the key; null for encoders that bring the key itself. */
  login?: PublishLoginProof | null;
  /** It only logs in and will ask to publish next: whether somebody else publishes does not matter yet. */
  onlyLogin?: boolean;
  protocol: IngestProtocol;
  /** Address it comes from, without port. */
  address: string;
  /**
   * Waits until it is clear whether the path's publisher is still there. Absent: it is, as far as the ingest can tell.
   */
  outwait?(): Promise<Outwaited>;
}

/**
 * `reason` is a code for logs and the timeline; the encoder learns only that it was refused. With `handOverTo` it is not
 * refused: another process of this node, which takes hand-overs at this loopback port, serves it.
 */
export type Verdict = { allowed: true } | { allowed: false; reason: string; handOverTo?: number };

/** An encoder that another process of this node serves from now on. */
export interface HandedOver {
  protocol: IngestProtocol;
  /** Address it comes from, without port. */
  address: string;
  socket: Duplex;
  /** Everything it has sent so far, which has been answered. */
  heard: readonly Buffer[];
  /** Whether reading from it pauses. */
  hold(pause: boolean): void;
}

/** Where an encoder came from that another process of this node accepted. */
export type EncoderOrigin = Pick<HandedOver, 'protocol' | 'address'> & {
  /** How many of its first bytes have been answered there. */
  heardBytes: number;
};

/** Refusals, by us or by the API, that suggest guessing. Others can also happen with the right key. */
export const WRONG_KEY_REASONS: readonly string[] = ['WRONG_KEY', 'KEY_UNKNOWN'];

/** Refusals that pass by themselves: the same encoder with the same key is welcome in a moment. */
export const PASSING_REASONS: readonly string[] = [
  'API_AWAY',
  'DRAINING',
  'LANE_AWAY',
  'NO_LANE',
  'NO_MEDIA_NODE',
  'TOO_MANY_TRIES',
];

/** Whether a page may measure its uplink. `REFUSED`: never with this permit. */
export const MEASURE_VERDICTS = ['BEGUN', 'REFUSED', 'NOT_NOW'] as const;
export type MeasureVerdict = (typeof MEASURE_VERDICTS)[number];

/** What takes encoders asks and reports; implemented by the sessions and the publish gate in front of them. */
export interface IngestListener {
  /** Decides within a few seconds, and as long as `outwait` takes; never throws. */
  mayPublish(attempt: PublishAttempt): Promise<Verdict>;
  /** An encoder was admitted: attach to it. */
  onPublish(publicId: string, protocol: IngestProtocol): void;
  /** Has an encoder served by the process at this port. Returns what takes the bytes that follow, valid only during the call. */
  handOver(encoder: HandedOver, port: number): (bytes: Buffer) => void;
  /** A page with this permit, which is good, wants to measure. Never throws. */
  mayMeasure(permit: MeasurePermit): Promise<MeasureVerdict>;
  /** One that had begun is over. */
  measured(permit: MeasurePermit): void;
}

export interface AttachOptions {
  publicId: string;
  /** How the encoder connected. */
  protocol: IngestProtocol;
  feed: Feed;
  /** Ends the attachment; the encoder does not notice. */
  signal: AbortSignal;
  /** The encoder's sound and picture are known and begin to fill the feed. */
  onFlowing(facts: PublisherFacts): void;
  /** The encoder publishes something that cannot be sent on. `problem` is a sentence for people. */
  onRejected(problem: string, facts: PublisherFacts): void;
}

/** Where sessions find their encoders: at our own ingest, or at MediaMTX. */
export interface Encoders {
  /** Feeds what the path's encoder publishes, until it stops, never comes, or `signal` aborts. Never rejects. */
  attach(options: AttachOptions): Promise<void>;
  /** The newest facts about the path's encoder; null when none publishes. */
  facts(publicId: string): PublisherFacts | null;
  /** Drops the path's encoder. */
  kick(publicId: string): Promise<void>;
}

/** The listeners that encoders, or encoders and players, connect to. */
export interface Ingest {
  readonly endpoints: NodeEndpoints;
  readonly ready: boolean;
  /** Opens every listener. Throws an AppError that names the setting when a port is taken. */
  start(): Promise<void>;
  /** Closes everything; encoders are dropped. */
  stop(): Promise<void>;
}

/** Whether encoders of this protocol come to us, where MediaMTX does not take everything. */
export function isOwnProtocol(protocol: IngestProtocol | null): boolean {
  return protocol === 'rtmp' || protocol === 'rtmps' || protocol === 'direct';
}

/** The first segment (in RTMP: the application) of every path; the source's public id follows. */
export const LIVE_APP = 'live';
/** The application for encoders that have fields for a user name and a password, and none for a key. */
export const LOGIN_APP = 'login';

const PUBLIC_ID = /^[a-z0-9]{6,40}$/;

export function isPublicId(text: string): boolean {
  return PUBLIC_ID.test(text);
}

export function pathOf(publicId: string): string {
  return `${LIVE_APP}/${publicId}`;
}

/** The public id in a path that an encoder names; null when it is not one of our paths. */
export function publicIdOf(path: string): string | null {
  return /^\/?live\/([a-z0-9]{6,40})\/?$/.exec(path)?.[1] ?? null;
}
