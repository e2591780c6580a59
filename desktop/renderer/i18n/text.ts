import { useCallback } from 'react';
import { en } from './en/index.ts';
import { useSpoken } from './language.ts';
import { translate } from './translate.ts';

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

/** A plural is requested without its form, which `count` decides. */
type WithoutForm<Key extends string> = Key extends `${infer Stem}_one`
  ? Stem
  : Key extends `${infer Stem}_other`
    ? Stem
    : Key;

/** Name of a text, such as `live.go_live`; a wrong one does not compile. */
export type TextKey = WithoutForm<Leaves<typeof en>>;

/** Returns a text in the language being shown, with values filled in. */
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

export function useText(): { t: Translate; language: string } {
  const { language, texts } = useSpoken();
  const t = useCallback<Translate>(
    (key, values) =>
      translate(texts, language, { key, values }) ?? translate(en, 'en', { key, values }) ?? key,
    [language, texts],
  );
  return { t, language };
}
