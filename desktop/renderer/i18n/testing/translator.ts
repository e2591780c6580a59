import { en } from '../en/index.ts';
import { hi } from '../hi/index.ts';
import type { Translate } from '../text.ts';
import { translate } from '../translate.ts';

/** The pages' texts without a page, for tests. A missing text throws. */
export async function translator(language: 'en' | 'hi'): Promise<Translate> {
  return (key, values) => {
    const text = translate({ en, hi }[language], language, { key, values });
    if (text === null) throw new Error(`No text for ${key} in ${language}`);
    return text;
  };
}
