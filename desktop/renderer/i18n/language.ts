import i18next from 'i18next';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { readStored, writeStored } from '../ui/stored.ts';
import { en } from './en/index.ts';
import { createFormat, type Format } from './format.ts';
import type { Texts } from './texts.ts';

/** Languages of the pages, each by its own name. */
export const LANGUAGES = { en: 'English', hi: 'हिन्दी' } as const;
export type Language = keyof typeof LANGUAGES;

const STORED = 'neustream.language';

const loaders: Record<Exclude<Language, 'en'>, () => Promise<Texts>> = {
  hi: async () => (await import('./hi/index.ts')).hi,
};

/** Prepares the texts in the chosen language, else the browser's. */
export async function prepareLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: 'en',
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  });
  await chooseLanguage(firstLanguage());
}

/** Loads a language's texts and shows the pages in it. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await loaders[language]());
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export function rememberLanguage(language: Language): void {
  writeStored(STORED, language);
}

function firstLanguage(): Language {
  const wanted = [readStored(STORED) ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const language = tag.split('-')[0];
    if (language === 'en' || language === 'hi') return language;
  }
  return 'en';
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'hi' ? 'hi' : 'en';
}

/** Formats for the language being shown. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => createFormat(i18n.language), [i18n.language]);
}
