import { useLanguage } from '../../i18n/language.ts';
import { later, useLater } from '../../ui/later.ts';
import { lazyDialog } from '../../ui/lazily.tsx';
import type { Feature } from '../feature.ts';
import { Keyboard } from './keyboard.tsx';
import { useOffers } from './offers.ts';
import { usePanels } from './panels.ts';
import { WaitingField } from './waiting-field.tsx';
import { goToOffer, windowOffers } from './window-actions.ts';

const palette = later(async () => (await import('./palette.tsx')).Palette);
const ShortcutSheet = lazyDialog(
  async () => (await import('./shortcut-sheet.tsx')).ShortcutSheet,
  ({ open }: { open: boolean; onClose: () => void }) => open,
);

/** Everything that can be done in a shell: by keys, by the palette, and by the sheet that lists the keys. */
export function Actions({ features }: { features: readonly Feature[] }) {
  return (
    <>
      <WindowOffers features={features} />
      {features.map(({ name, Offers }) => Offers !== undefined && <Offers key={name} />)}
      <Keyboard />
      <Panels />
    </>
  );
}

/** Fetched when they are first opened; who types at once is heard all the same. */
function Panels() {
  const { shown, show, isThere } = usePanels();
  const close = () => show(null);
  const Palette = useLater(palette, { isWanted: shown === 'palette', onFailed: close });
  return (
    <>
      {Palette !== null && <Palette />}
      {shown === 'palette' && !isThere && <WaitingField />}
      <ShortcutSheet open={shown === 'shortcuts'} onClose={close} />
    </>
  );
}

function WindowOffers({ features }: { features: readonly Feature[] }) {
  const places = features.flatMap(({ navigation = [] }) => navigation);
  useOffers([...places.map(goToOffer), ...windowOffers(useLanguage())]);
  return null;
}
