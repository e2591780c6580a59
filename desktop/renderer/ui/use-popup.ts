import { type AriaAttributes, type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { type Later, useLater } from './later.ts';

/** What a button says and does in place of one whose popup has not been fetched yet. */
export interface StandIn {
  ref: RefObject<HTMLButtonElement | null>;
  'aria-haspopup': AriaAttributes['aria-haspopup'];
  'aria-expanded': false;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * A popup that is fetched when its button is first pressed, which opens it.
 * @returns its code, null until then; whether it is to open at once; and what the button is in the meantime
 */
export function usePopup<T>(popup: Later<T>, kind: 'menu' | 'listbox' | 'dialog') {
  const ref = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState(false);
  const found = useLater(popup, { isWanted: asked, onFailed: () => setAsked(false), stand: ref });
  const standIn: StandIn = {
    ref,
    'aria-haspopup': kind,
    'aria-expanded': false,
    onClick: () => setAsked(true),
    onKeyDown: (event) => {
      if (kind === 'dialog' || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
      event.preventDefault();
      setAsked(true);
    },
  };
  return { found, asked, standIn };
}
