import { RELAY_REASON_CODES, type RelayReasonCode } from '@neustream/shared/live/relay.ts';
import type { SessionEventView } from '@neustream/shared/live/schemas.ts';
import { SESSION_END_REASONS, type SessionEndReason } from '@neustream/shared/live/session.ts';
import type { Format } from '../i18n/format.ts';
import type { Translate } from '../i18n/text.ts';

/** The reason of a relay that an event carries, or null. */
function relayReason(event: SessionEventView): RelayReasonCode | null {
  return RELAY_REASON_CODES.find((code) => code === event.data.reason) ?? null;
}

function endReason(event: SessionEventView): SessionEndReason | null {
  return SESSION_END_REASONS.find((code) => code === event.data.reason) ?? null;
}

/** One line of the timeline: what happened, and why where that is known. */
export function eventSentence(event: SessionEventView, t: Translate, format: Format): string {
  const name = event.destination_name ?? t('events.a_destination');
  const what = t(`events.${event.kind}`, { name });
  const parts = [what];
  const reason = event.kind.startsWith('relay.') ? relayReason(event) : null;
  if (reason !== null && reason !== 'PAUSED' && reason !== 'REMOVED')
    parts.push(t(`reasons.${reason}.message`));
  const end = event.kind.startsWith('session.') ? endReason(event) : null;
  if (end !== null) parts.push(`${t(`sessions.end_reason.${end}`)}.`);
  const frames = event.data.frames;
  if (event.kind === 'relay.dropped_frames' && typeof frames === 'number') {
    parts.push(`${t('relay.dropped', { count: frames, formatted: format.number(frames) })}.`);
  }
  const problem = event.data.problem;
  if (event.kind === 'encoder.rejected' && typeof problem === 'string') parts.push(problem);
  return parts.join(' ');
}
