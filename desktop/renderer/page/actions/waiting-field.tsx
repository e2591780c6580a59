import { useLayoutEffect, useRef } from 'react';
import { useText } from '../../i18n/text.ts';
import { usePanels } from './panels.ts';

/**
 * Takes what is typed until the palette's own field has the keyboard, unseen; in any script, as only a real field does.
 * No key is lost between the two: they share what was typed.
 */
export function WaitingField() {
  const { t } = useText();
  const { query, setQuery, enter, show, from } = usePanels();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const own = field.current;
    own?.focus({ preventScroll: true });
    return () => {
      if (document.activeElement === own) from?.focus({ preventScroll: true });
    };
  }, [from]);
  return (
    <input
      ref={field}
      className="sr-only"
      aria-label={t('actions.palette_input')}
      value={query}
      onChange={({ target }) => setQuery(target.value)}
      onKeyDown={({ key, nativeEvent: { isComposing } }) => {
        if (key === 'Enter' && !isComposing) enter();
        if (key === 'Escape') show(null);
      }}
    />
  );
}
