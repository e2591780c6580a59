import Monitor from 'lucide-react/icons/monitor';
import Moon from 'lucide-react/icons/moon';
import Sun from 'lucide-react/icons/sun';
import { chooseLanguage, LANGUAGES, type Language, rememberLanguage, useLanguage } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { MenuChoice } from '../ui/menu.tsx';
import { chooseTheme, useTheme } from './theme.ts';

export function ThemeChoice() {
  const { t } = useText();
  return (
    <MenuChoice
      label={t('shell.theme')}
      value={useTheme()}
      onChoose={chooseTheme}
      options={[
        { value: 'system', label: t('shell.theme_system'), icon: <Monitor aria-hidden className="size-4" /> },
        { value: 'light', label: t('shell.theme_light'), icon: <Sun aria-hidden className="size-4" /> },
        { value: 'dark', label: t('shell.theme_dark'), icon: <Moon aria-hidden className="size-4" /> },
      ]}
    />
  );
}

export function LanguageChoice() {
  const { t } = useText();
  const choose = (language: Language): void => {
    rememberLanguage(language);
    void chooseLanguage(language);
  };
  return (
    <MenuChoice
      label={t('shell.language')}
      value={useLanguage()}
      onChoose={choose}
      options={Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Language, label }))}
    />
  );
}
