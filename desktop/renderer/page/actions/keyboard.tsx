import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { useKeyboardSetting } from './keyboard-setting.ts';
import { isModified } from './keys.ts';
import { useOfferStore, visibleOffers } from './offers.ts';
import { usePerform } from './use-perform.ts';

/** Performs offers by their keys; renders nothing. */
export function Keyboard() {
  const perform = usePerform();
  const enabled = useKeyboardSetting((state) => state.enabled);
  // As one text, so that the keys are rebound only when they have changed.
  const bound = useOfferStore((state) => keysOf(state, enabled).join('\n'));

  useEffect(() => {
    const press = (keys: string) => (event: KeyboardEvent) => {
      const offer = visibleOffers(useOfferStore.getState()).find((one) => one.keys === keys);
      if (offer === undefined) return;
      event.preventDefault();
      void perform(offer);
    };
    const bindings = Object.fromEntries(
      bound
        .split('\n')
        .filter(Boolean)
        .map((keys) => [keys, press(keys)]),
    );
    return tinykeys(window, bindings, { ignore: isElsewhere });
  }, [bound, perform]);

  return null;
}

function keysOf(state: Parameters<typeof visibleOffers>[0], enabled: boolean): string[] {
  return visibleOffers(state).flatMap(({ keys }) =>
    keys !== undefined && (enabled || isModified(keys)) ? [keys] : [],
  );
}

/** Whether a key press belongs to something else: text being typed or copied, or an open dialog, menu or list. */
function isElsewhere(event: KeyboardEvent): boolean {
  const { repeat, isComposing, target } = event;
  if (repeat || isComposing || isCopyOfText(event)) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input,textarea,select,[role=dialog],[role=alertdialog],[role=menu],[role=listbox]') !==
        null)
  );
}

/** Text that is marked is what Ctrl+C copies, also where it would copy something else. */
function isCopyOfText({ ctrlKey, metaKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key.toLowerCase() === 'c' && getSelection()?.isCollapsed === false;
}
