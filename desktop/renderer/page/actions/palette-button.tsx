import Search from 'lucide-react/icons/search';
import { useText } from '../../i18n/text.ts';
import { offer } from './action.ts';
import { KeyCaps } from './key-caps.tsx';
import { ariaKeys, hasAppleKeys } from './keys.ts';
import { usePerform } from './use-perform.ts';
import { openPalette } from './window-actions.ts';

/** Opens the palette: a field to click on a desktop, an icon on a phone. */
export function PaletteButton() {
  const { t } = useText();
  const perform = usePerform();
  return (
    <button
      type="button"
      aria-keyshortcuts={ariaKeys(openPalette.keys, hasAppleKeys())}
      onClick={() => void perform(offer(openPalette, undefined))}
      className="flex size-9 items-center justify-center gap-2.5 rounded-lg text-muted transition-colors hover:bg-hover hover:text-text lg:h-9 lg:w-full lg:justify-start lg:border lg:border-line lg:bg-surface lg:px-2.5"
    >
      <Search aria-hidden className="size-5 shrink-0 lg:size-4" />
      <span className="flex-1 text-left text-sm max-lg:sr-only">{t('actions.palette')}</span>
      <span className="max-lg:hidden">
        <KeyCaps keys={openPalette.keys ?? ''} />
      </span>
    </button>
  );
}
