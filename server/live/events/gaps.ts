import type { SessionEventKind } from '@neustream/shared/live/events.ts';

/** What begins a gap: a destination, or the picture itself, is lost. */
const BEGINS: readonly SessionEventKind[] = ['relay.failed', 'relay.gave_up', 'encoder.gone'];
/** What closes a gap. What the user asked for (pause, remove) closes a gap and does not begin one. */
const CLOSES: readonly SessionEventKind[] = [
  ...(['relay.live', 'relay.paused', 'relay.removed'] as const),
  ...(['encoder.returned', 'encoder.connected'] as const),
];

/** Every kind of event that begins or closes a gap, or ends what was live. */
export const GAP_KINDS: readonly SessionEventKind[] = [
  ...BEGINS,
  ...CLOSES,
  ...(['node.restarted', 'session.ended'] as const),
];

export interface GapEvent {
  at: Date;
  kind: SessionEventKind;
  destination_id: string | null;
}

/**
 * How often a session has been interrupted so far, and which parts are interrupted now: destination ids, or `encoder`.
 */
export interface Interruptions {
  count: number;
  open: readonly string[];
}

export const NO_INTERRUPTIONS: Interruptions = { count: 0, open: [] };

/** Which destination, or the encoder, an event is about. */
export function subjectOf({ destination_id }: Pick<GapEvent, 'destination_id'>): string {
  return destination_id ?? 'encoder';
}

/** What an event does to the gap of its subject; null when nothing. */
export function effectOf(
  { kind, destination_id }: Omit<GapEvent, 'at'>,
  isOpen: (subject: string) => boolean,
): 'begins' | 'closes' | 'closes all' | null {
  if (kind === 'session.ended') return 'closes all';
  if (BEGINS.includes(kind)) return isOpen(subjectOf({ destination_id })) ? null : 'begins';
  return CLOSES.includes(kind) ? 'closes' : null;
}

/** Continues the count with further events, in order of time. */
export function countInterruptions(before: Interruptions, events: readonly GapEvent[]): Interruptions {
  const open = new Set(before.open);
  let { count } = before;
  for (const event of events) {
    const effect = effectOf(event, (subject) => open.has(subject));
    if (effect === 'begins') {
      open.add(subjectOf(event));
      count += 1;
    } else if (effect === 'closes') open.delete(subjectOf(event));
    else if (effect === 'closes all') open.clear();
  }
  return { count, open: [...open] };
}
