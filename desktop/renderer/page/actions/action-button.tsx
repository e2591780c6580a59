import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button, type ButtonProps } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { MenuItem } from '../../ui/menu.tsx';
import type { Offer } from './action.ts';
import { KeyCaps } from './key-caps.tsx';
import { ariaKeys, hasAppleKeys } from './keys.ts';
import { usePerform } from './use-perform.ts';

export interface ActionButtonProps
  extends Pick<ButtonProps, 'variant' | 'size' | 'className' | 'busy' | 'icon'> {
  offer: Offer;
  /** Class for the words, for rows that have room only for the icon. */
  wordsClass?: string;
}

/** A button that performs an offer; renders nothing while the offer makes no sense. */
export function ActionButton({ offer, busy = false, icon, wordsClass, ...rest }: ActionButtonProps) {
  const { t } = useText();
  const perform = usePerform();
  const [running, setRunning] = useState(false);
  const { availability, Icon } = offer;
  if (availability === 'hidden') return null;
  const [label, short] = [offer.label(t), offer.short(t)];
  const reason = availability === 'ready' ? undefined : t(availability.because);
  return (
    <Button
      {...rest}
      icon={icon ?? <Icon aria-hidden className="size-4" />}
      busy={busy || running}
      disabled={reason !== undefined}
      title={reason ?? (wordsClass === undefined ? undefined : short)}
      aria-label={label === short ? undefined : label}
      aria-keyshortcuts={ariaKeys(offer.keys, hasAppleKeys())}
      onClick={async () => {
        setRunning(true);
        await perform(offer);
        setRunning(false);
      }}
    >
      {wordsClass === undefined ? short : <span className={wordsClass}>{short}</span>}
    </Button>
  );
}

/** A button of the offer's icon alone; renders nothing while the offer makes no sense. */
export function ActionIcon({ offer }: { offer: Offer }) {
  const { t } = useText();
  const perform = usePerform();
  const { availability, Icon } = offer;
  if (availability === 'hidden') return null;
  return (
    <IconButton
      label={offer.label(t)}
      tip={availability === 'ready' ? offer.label(t) : `${offer.label(t)}: ${t(availability.because)}`}
      disabled={availability !== 'ready'}
      aria-keyshortcuts={ariaKeys(offer.keys, hasAppleKeys())}
      icon={<Icon aria-hidden className="size-4" />}
      onClick={() => void perform(offer)}
    />
  );
}

/** A menu item that performs an offer; renders nothing while the offer makes no sense. */
export function ActionItem({ offer }: { offer: Offer }) {
  const { t } = useText();
  const perform = usePerform();
  const { availability, Icon, keys } = offer;
  if (availability === 'hidden') return null;
  return (
    <MenuItem
      icon={<Icon aria-hidden className="size-4" />}
      danger={offer.danger}
      disabled={availability !== 'ready'}
      hint={availability === 'ready' ? undefined : t(availability.because)}
      end={keys === undefined ? undefined : <KeyCaps keys={keys} />}
      onClick={() => void perform(offer)}
    >
      {offer.short(t)}
    </MenuItem>
  );
}
