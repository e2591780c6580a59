import type { Translate } from '../i18n/text.ts';

type Track = number | 'all';

/** That a destination gets another sound track than it should, and why; null when it gets what was chosen. */
export function otherTrack(
  t: Translate,
  sent: Track | null | undefined,
  chosen: Track | undefined,
): string | null {
  if (typeof sent !== 'number' || chosen === undefined || sent === chosen) return null;
  if (chosen === 'all') return t('relay.one_track', { sent: sent + 1 });
  return t('relay.other_track', { sent: sent + 1, chosen: chosen + 1 });
}
