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

export interface CapsHintProps {
  platform: Platform;
  /** Keeps its space when nothing is known, so that buttons stay put while people try out platforms. */
  keepPlace: boolean;
}

/** What a platform accepts, so that the encoder can be set to it. */
export function CapsHint({ platform, keepPlace }: CapsHintProps) {
  const { t } = useText();
  const format = useFormat();
  const text = capsText(platform, t, format);
  if (text === '' && !keepPlace) return null;
  return <p className="min-h-10 text-sm text-muted">{text}</p>;
}
