import { useMemo } from 'react';
import { create } from 'zustand';
import { readStored, writeStored } from '../ui/stored.ts';
import { en } from './en/index.ts';
import { createFormat, type Format } from './format.ts';
import type { Texts } from './texts.ts';

/** Languages of the pages, each by its own name. */
export const LANGUAGES = { en: 'English', hi: 'हिन्दी' } as const;
export type Language = keyof typeof LANGUAGES;

const STORED = 'neustream.language';

const loaders: Record<Language, () => Promise<Texts>> = {
  en: async () => en,
  hi: async () => (await import('./hi/index.ts')).hi,
};

/** What is spoken now. */
export const useSpoken = create<{ language: Language; texts: Texts }>()(() => ({
  language: 'en',
  texts: en,
}));

/** Prepares the texts in the chosen language, else the browser's. */
export async function prepareLanguage(): Promise<void> {
  await chooseLanguage(firstLanguage());
}

/** Loads a language's texts and shows the pages in it. */
export async function chooseLanguage(language: Language): Promise<void> {
  const texts = await loaders[language]();
  useSpoken.setState({ language, texts });
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
  return useSpoken((spoken) => spoken.language);
}

/** Formats for the language being shown. */
export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => createFormat(language), [language]);
}
