import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import Search from 'lucide-react/icons/search';
import { useEffect, useEffectEvent, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { BACKDROP } from '../../ui/dialog.tsx';
import { useOfferStore, visibleOffers } from './offers.ts';
import { PaletteLine } from './palette-line.tsx';
import { type Line, type LineGroup, paletteLines } from './palette-lines.ts';
import { usePanels } from './panels.ts';
import { recentActions, rememberAction } from './recent.ts';
import { usePerform } from './use-perform.ts';

/** Everything that can be done now, found by name (Ctrl/⌘ K). */
export function Palette() {
  const { t } = useText();
  const { shown, show, from } = usePanels();
  const close = (): void => show(null);
  return (
    <Dialog.Root open={shown === 'palette'} onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center overflow-hidden p-3 sm:pt-[12vh]">
          <Dialog.Popup
            aria-label={t('actions.palette')}
            finalFocus={() => from ?? true}
            onKeyDown={(event) => {
              // The keys that open it close it, too; otherwise the browser would focus its address bar.
              if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return;
              event.preventDefault();
              close();
            }}
            className="flex max-h-[min(30rem,calc(100dvh-1.5rem))] w-full max-w-xl flex-col overflow-hidden rounded-2xl border border-line bg-raised shadow-pop outline-none transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:-translate-y-2 data-starting-style:opacity-0"
          >
            <PaletteBody onClose={close} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const perform = usePerform();
  const { query, setQuery, isEntered, arrive } = usePanels();
  const [recent] = useState(recentActions);
  const byOwner = useOfferStore((state) => state.byOwner);
  const groups = paletteLines({ offers: visibleOffers({ byOwner }), query, recent, t });
  const choose = ({ offer }: Line): void => {
    if (offer.availability !== 'ready') return;
    rememberAction(offer.id);
    onClose();
    void perform(offer);
  };
  const enter = useEffectEvent(() => {
    const best = groups[0]?.items[0];
    if (query !== '' && best !== undefined) choose(best);
  });
  useEffect(() => {
    if (isEntered) enter();
  }, [isEntered]);
  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      autoHighlight="always"
      keepHighlight
      items={groups}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(line: Line) => line.label}
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <Autocomplete.Input
          aria-label={t('actions.palette_input')}
          placeholder={t('actions.palette_placeholder')}
          onFocus={arrive}
          className="h-13 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-faint"
        />
        <Dialog.Close className="sr-only focus:not-sr-only">{t('common.close')}</Dialog.Close>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5">
        <Autocomplete.Empty className="px-4 py-8 text-center text-muted empty:hidden">
          {t('actions.nothing_found')}
        </Autocomplete.Empty>
        <Autocomplete.List>
          {(group: LineGroup) => (
            <Autocomplete.Group key={group.group} items={group.items}>
              <Autocomplete.GroupLabel
                className={
                  group.group === 'found' ? 'sr-only' : 'px-2.5 pt-2 pb-1 text-xs font-medium text-muted'
                }
              >
                {t(`actions.group.${group.group}`)}
              </Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(line: Line) => <PaletteLine key={line.offer.id} line={line} onChoose={choose} />}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
      <Autocomplete.Status className="sr-only">
        {t('actions.found', { count: groups.reduce((sum, { items }) => sum + items.length, 0) })}
      </Autocomplete.Status>
    </Autocomplete.Root>
  );
}
