import CommandIcon from 'lucide-react/icons/command';
import Keyboard from 'lucide-react/icons/keyboard';
import Languages from 'lucide-react/icons/languages';
import SunMoon from 'lucide-react/icons/sun-moon';
import { chooseLanguage, LANGUAGES, type Language, rememberLanguage } from '../../i18n/language.ts';
import type { Feature, NavigationItem } from '../feature.ts';
import { toggleTheme } from '../theme.ts';
import { type Action, type Offer, offer } from './action.ts';
import { usePanels } from './panels.ts';
import { forgetRecentActions } from './recent.ts';

export const openPalette: Action = {
  name: 'window.palette',
  group: 'window',
  Icon: CommandIcon,
  label: (t) => t('actions.open_palette'),
  keys: '$mod+k',
  perform: () => usePanels.getState().show('palette'),
};

export const showShortcuts: Action = {
  name: 'window.shortcuts',
  group: 'window',
  Icon: Keyboard,
  label: (t) => t('actions.shortcuts'),
  keys: '[Shift]+?',
  perform: () => usePanels.getState().show('shortcuts'),
};

const switchTheme: Action = {
  name: 'window.theme',
  group: 'window',
  Icon: SunMoon,
  label: (t) => t('actions.theme'),
  keys: 't',
  perform: toggleTheme,
};

const switchLanguage: Action<{ language: Language; shown: boolean }> = {
  name: 'window.language',
  group: 'window',
  Icon: Languages,
  label: (t, { language }) => t('actions.language', { language: LANGUAGES[language] }),
  when: ({ shown }) => (shown ? 'hidden' : 'ready'),
  perform: ({ language }) => {
    rememberLanguage(language);
    return chooseLanguage(language);
  },
};

/** What can be done on every page, whichever features there are. */
export function windowOffers(language: Language): Offer[] {
  const languages = Object.keys(LANGUAGES) as Language[];
  return [
    offer(openPalette, undefined),
    offer(showShortcuts, undefined),
    offer(switchTheme, undefined),
    ...languages.map((one) => offer(switchLanguage, { language: one, shown: one === language }, one)),
  ];
}

/** What the registry itself remembers about a person. */
export const actions: Feature = { name: 'actions', forget: forgetRecentActions };

/** Going to a place in the main navigation. */
export function goToOffer({ to, goText, Icon, keys }: NavigationItem): Offer {
  const goTo: Action = {
    name: `go ${to}`,
    group: 'go',
    Icon,
    keys,
    label: (t) => t(goText),
    perform: (_, { navigate }) => navigate(to),
  };
  return offer(goTo, undefined);
}
