import { useLayoutEffect, useRef } from 'react';
import { useText } from '../../i18n/text.ts';
import { usePanels } from './panels.ts';

/** Takes what is typed while the palette is being fetched, unseen; in any script, as only a real field does. */
export function WaitingField() {
  const { t } = useText();
  const { ahead, typeAhead, show } = usePanels();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    field.current?.focus({ preventScroll: true });
    // The palette gives the focus back to whatever has it when it comes.
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <input
      ref={field}
      className="sr-only"
      aria-label={t('actions.palette_input')}
      value={ahead.text}
      onChange={({ target }) => typeAhead({ text: target.value, isEntered: false })}
      onKeyDown={({ key, nativeEvent: { isComposing } }) => {
        if (key === 'Enter' && !isComposing) typeAhead({ text: ahead.text, isEntered: true });
        if (key === 'Escape') show(null);
      }}
    />
  );
}
