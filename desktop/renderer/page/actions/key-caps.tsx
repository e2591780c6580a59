import { Fragment } from 'react';
import { useText } from '../../i18n/text.ts';
import { hasAppleKeys, pressesOf } from './keys.ts';

/** Keys to press, drawn as keys. */
export function KeyCaps({ keys }: { keys: string }) {
  const { t } = useText();
  return (
    <span className="flex shrink-0 items-center gap-1 text-xs text-muted">
      {pressesOf(keys, hasAppleKeys()).map((press, index) => (
        <Fragment key={press.join('+')}>
          {index > 0 && <span>{t('actions.key_then')}</span>}
          {press.map((key) => (
            <kbd
              key={key}
              className="grid h-5.5 min-w-5.5 place-items-center rounded-md border border-line bg-sunken px-1.5 font-sans text-xs font-medium text-text"
            >
              {key}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
