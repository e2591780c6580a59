import type { Writable } from 'node:stream';
import type { Dropping } from '@neustream/shared/live/facts.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Feed } from './feed.ts';

export interface FeedOutputOptions {
  feed: Feed;
  /** The destination's socket. The output writes to it; closing it is up to the owner. */
  socket: Writable;
  /** The stream id that the destination assigned. */
  streamId: number;
  internals: NodeInternals;
  /** Which sound track it gets, counted from 0: the first unless given; `all` for every track of sound and picture. */
  audioTrack?: number | 'all' | undefined;
  /** How far it may fall behind before pictures are left out, in ms of the session's line. */
  mostLagMs?: number | undefined;
  /** Bytes of what the output wrote that the destination acknowledged; null when its count cannot be believed. */
  acked?: (() => number | null) | undefined;
  /** Asks the destination to acknowledge every so many bytes. */
  askAcks?: ((bytes: number) => void) | undefined;
  /** The destination's socket accepted media for the first time. */
  onFlowing: () => void;
  /** The destination takes less than it is offered; `mark` tells whether it makes progress. */
  onBlocked: () => void;
  /** Frames were dropped because the destination lagged behind so far that memory would not have held it. */
  onDropped: (frames: number) => void;
  /** Other pictures than before are left out because the destination lags behind. */
  onDropping?: ((dropping: Dropping) => void) | undefined;
  /** What the feed has now is encoded otherwise than what was written: nothing more is. */
  onFormatChanged?: (() => void) | undefined;
}
