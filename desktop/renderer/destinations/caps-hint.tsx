import type { Platform } from '@neustream/shared/destinations/platform.ts';
import type { Format } from '../i18n/format.ts';
import { useFormat } from '../i18n/language.ts';
import type { Translate } from '../i18n/text.ts';
import { useText } from '../i18n/text.ts';
import { codecName } from './codec-name.ts';

function capsText(platform: Platform, t: Translate, format: Format): string {
  const parts: string[] = [];
  if (platform.maxVideoKbps !== null)
    parts.push(t('destinations.caps_video', { rate: format.kbps(platform.maxVideoKbps) }));
  if (platform.maxAudioKbps !== null)
    parts.push(t('destinations.caps_audio', { rate: format.kbps(platform.maxAudioKbps) }));
  if (platform.maxKeyFrameSeconds !== null) {
    parts.push(t('destinations.caps_key_frame', { count: platform.maxKeyFrameSeconds }));
  }
  if (platform.videoCodecs !== null) {
    const codecs = platform.videoCodecs.map(codecName);
    parts.push(t('destinations.caps_codecs', { codecs: format.list(codecs) }));
  }
  return parts.join(' · ');
}

/** What a platform accepts, so that the encoder can be set to it. Keeps its place when nothing is known. */
export function CapsHint({ platform }: { platform: Platform }) {
  const { t } = useText();
  const format = useFormat();
  return <p className="min-h-10 text-sm text-muted">{capsText(platform, t, format)}</p>;
}
