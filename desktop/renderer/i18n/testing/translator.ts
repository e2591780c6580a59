import { createInstance } from 'i18next';
import { en } from '../en/index.ts';
import { hi } from '../hi/index.ts';
import type { Translate } from '../text.ts';

/** The pages' texts without a page, for tests. A missing text throws. */
export async function translator(language: 'en' | 'hi'): Promise<Translate> {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    resources: { en: { translation: en }, hi: { translation: hi } },
    interpolation: { escapeValue: false },
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key) => {
      throw new Error(`No text for ${key} in ${language}`);
    },
  });
  return (key, values) => i18n.t(key, values ?? {});
}
