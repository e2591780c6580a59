import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { later } from '../../ui/later.ts';
import { usePopup } from '../../ui/use-popup.ts';
import type { StripSettingsProps } from './strip-popup.tsx';

const popup = later(() => import('./strip-popup.tsx'));

/** A button that opens everything else that can be set of a strip, which is fetched when it is first opened. */
export function StripSettings(props: StripSettingsProps) {
  const { t } = useText();
  const { found, asked, standIn } = usePopup(popup, 'dialog');
  const button = (
    <IconButton
      label={t('studio.sound_settings', { name: props.input.name })}
      icon={<SlidersHorizontal aria-hidden className="size-4" />}
      {...(found === null ? standIn : {})}
    />
  );
  if (found === null) return button;
  return <found.StripPopup {...props} button={button} asked={asked} />;
}
