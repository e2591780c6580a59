import { LIMIT_NAMES } from '@neustream/shared/billing/limits.ts';
import { RELAY_REASON_CODES } from '@neustream/shared/live/relay.ts';
import { ENCODER_LIMITS, type SessionEventView } from '@neustream/shared/live/schemas.ts';
import { SESSION_END_REASONS } from '@neustream/shared/live/session.ts';
import { codecName } from '../destinations/public.ts';
import type { Format } from '../i18n/format.ts';
import type { Translate } from '../i18n/text.ts';
import { otherTrack } from './other-track.ts';

type Teller = (data: SessionEventView['data'], t: Translate, format: Format) => string | null;

/** What the facts of an event add to its sentence, by the part of its kind before the dot. */
const MORE: Record<string, Teller> = {
  relay: (data, t, format) => {
    if (typeof data.frames === 'number') {
      return t('relay.dropped', { count: data.frames, formatted: format.number(data.frames) });
    }
    if (typeof data.lagMs === 'number') return t('relay.behind', { count: Math.round(data.lagMs / 1000) });
    const reason = RELAY_REASON_CODES.find((code) => code === data.reasonCode);
    const track = otherTrack(t, trackOf(data.audioTrack), trackOf(data.missingAudioTrack) ?? undefined);
    if (track !== null) return track;
    const words = typeof data.detail === 'string' && data.detail !== '' ? ` “${data.detail}”` : '';
    if (reason === undefined) return words === '' ? null : words.trim();
    return t(`reasons.${reason}.message`) + words;
  },
  session: (data, t) => {
    const reason = SESSION_END_REASONS.find((code) => code === data.reason);
    return reason === undefined ? null : t('events.because', { reason: t(`sessions.end_reason.${reason}`) });
  },
  encoder: (data, t, format) => {
    if (typeof data.bitrate === 'number') {
      const limit = ENCODER_LIMITS.find((name) => name === data.limit);
      const now = { rate: format.kbps(data.bitrate / 1000), fps: String(data.frame_rate) };
      return limit === undefined ? null : t(`events.limited.${limit}`, now);
    }
    if (typeof data.problem === 'string') return data.problem;
    if (data.reason === 'WRONG_KEY' || data.reason === 'ALREADY_PUBLISHING') {
      return t(`events.refusal.${data.reason}`);
    }
    const size = typeof data.width === 'number' && data.width > 0 ? `${data.width}×${data.height}` : null;
    const protocol =
      data.protocol === 'direct'
        ? t('encoder.studio')
        : typeof data.protocol === 'string'
          ? data.protocol.toUpperCase()
          : null;
    const codecs = [data.videoCodec, data.audioCodec].map((codec) =>
      typeof codec === 'string' ? codecName(codec) : null,
    );
    const facts = [protocol, size, ...codecs].filter((fact) => fact !== null);
    return facts.length === 0 ? null : `${facts.join(' · ')}.`;
  },
  quality: (data, t) => {
    if (typeof data.best_quality !== 'string') return null;
    const sent = typeof data.width === 'number' ? `${data.width}×${data.height}` : null;
    const rate = typeof data.frame_rate === 'number' ? `${data.frame_rate} fps` : null;
    const picture = [sent, rate].filter((part) => part !== null).join(', ');
    return t('events.quality_details', { best: data.best_quality, picture });
  },
  usage: (data, t, format) => {
    const limit = LIMIT_NAMES.find((name) => name === data.limit_name);
    if (limit === undefined || typeof data.share !== 'number') return null;
    return t('events.because', { reason: `${t(`billing.limit.${limit}`)}: ${format.percent(data.share)}` });
  },
};

function trackOf(value: unknown): number | 'all' | null {
  return typeof value === 'number' || value === 'all' ? value : null;
}

/** One line of the timeline: what happened, and why where that is known. */
export function eventSentence(event: SessionEventView, t: Translate, format: Format): string {
  const what = t(`events.${event.kind}`, { name: event.destination_name ?? t('events.a_destination') });
  const more = MORE[event.kind.split('.')[0] ?? '']?.(event.data, t, format);
  return more == null ? what : `${what} ${more}`;
}
