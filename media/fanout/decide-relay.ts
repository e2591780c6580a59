import type { PlannedDestination } from '@neustream/shared/contracts/media-control.ts';
import type { RelayReasonCode, RelayStatus } from '@neustream/shared/live/relay.ts';
import type { RelayCloseReason } from '../relay/public.ts';

/** What the session's source offers its destinations. */
export interface SourceState {
  /** An encoder has published in this session, so there is something to send. */
  begun: boolean;
  /** FourCC of its picture, null when unknown. */
  videoCodec: string | null;
  /** It sends sound and no picture. */
  audioOnly: boolean;
  ended: boolean;
}

/** Whether a destination should have its outgoing publish, and if not, what to show instead. */
export type DesiredRelay =
  | { run: true }
  | { run: false; status: Extract<RelayStatus, 'DISCONNECTED' | 'ERROR'>; reason: RelayReasonCode };

/** What one destination should have, judged by its plan and the source alone. */
export function desiredRelay(destination: PlannedDestination | undefined, source: SourceState): DesiredRelay {
  if (source.ended) return { run: false, status: 'DISCONNECTED', reason: 'SESSION_ENDED' };
  if (destination === undefined) return { run: false, status: 'DISCONNECTED', reason: 'REMOVED' };
  if (destination.desired === 'pause') return { run: false, status: 'DISCONNECTED', reason: 'PAUSED' };
  if (!source.begun) return { run: false, status: 'DISCONNECTED', reason: 'SOURCE_ABSENT' };
  if (source.audioOnly && destination.audioOnly === false)
    return { run: false, status: 'ERROR', reason: 'CODEC_UNSUPPORTED' };
  const takes = destination.videoCodecs;
  if (takes !== null && source.videoCodec !== null && !takes.includes(source.videoCodec)) {
    return { run: false, status: 'ERROR', reason: 'CODEC_UNSUPPORTED' };
  }
  return { run: true };
}

/** What one destination actually has. */
export interface RelaySlotState {
  /** Where the open relay sends to; null when there is none. */
  sendingTo: PlannedDestination | null;
  /** An earlier relay's connection is still being closed. */
  closing: boolean;
  /** Retry requests already passed on. */
  retriesSeen: number;
}

export type RelayStep =
  | { do: 'nothing' }
  | { do: 'open' }
  | { do: 'retry' }
  | { do: 'close'; reason: RelayCloseReason };

/**
 * The single next step towards what is desired. A new publish is never opened before the old one is fully closed, so a
 * destination has at most one at any time, whatever the order of events.
 */
export function nextStep(
  destination: PlannedDestination | undefined,
  desired: DesiredRelay,
  slot: RelaySlotState,
): RelayStep {
  if (slot.closing) return { do: 'nothing' };
  if (slot.sendingTo === null) return { do: desired.run ? 'open' : 'nothing' };
  if (!desired.run) return { do: 'close', reason: closeReason(desired.reason) };
  if (destination === undefined || !samePublish(destination, slot.sendingTo)) {
    return { do: 'close', reason: 'REMOVED' };
  }
  return { do: destination.retryRequests > slot.retriesSeen ? 'retry' : 'nothing' };
}

function closeReason(reason: RelayReasonCode): RelayCloseReason {
  return reason === 'PAUSED' || reason === 'SESSION_ENDED' ? reason : 'REMOVED';
}

/** Whether both plans ask for the same publish: what changes of it is sent by a new one. */
function samePublish(one: PlannedDestination, other: PlannedDestination): boolean {
  return sameTarget(one, other) && one.audioTrack === other.audioTrack;
}

/** Whether both plans send to the same address with the same key and login. */
export function sameTarget(one: PlannedDestination, other: PlannedDestination): boolean {
  return (
    one.address === other.address &&
    one.streamKey.reveal() === other.streamKey.reveal() &&
    one.username === other.username &&
    one.password?.reveal() === other.password?.reveal()
  );
}
