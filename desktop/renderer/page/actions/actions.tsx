import { useLanguage } from '../../i18n/language.ts';
import type { Feature } from '../feature.ts';
import { Keyboard } from './keyboard.tsx';
import { useOffers } from './offers.ts';
import { Palette } from './palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { goToOffer, windowOffers } from './window-actions.ts';

/** Everything that can be done in a shell: by keys, by the palette, and by the sheet that lists the keys. */
export function Actions({ features }: { features: readonly Feature[] }) {
  return (
    <>
      <WindowOffers features={features} />
      {features.map(({ name, Offers }) => Offers !== undefined && <Offers key={name} />)}
      <Keyboard />
      <Palette />
      <ShortcutSheet />
    </>
  );
}

function WindowOffers({ features }: { features: readonly Feature[] }) {
  const places = features.flatMap(({ navigation = [] }) => navigation);
  useOffers([...places.map(goToOffer), ...windowOffers(useLanguage())]);
  return null;
}
