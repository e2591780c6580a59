/** Texts by name, in groups. */
export interface TextTree {
  readonly [name: string]: string | TextTree;
}

export interface Asked {
  /** Its groups and its name, with dots between them. */
  key: string;
  /** Filled in where the text says `{{name}}`; `count` also decides the form of a plural. */
  values?: Readonly<Record<string, string | number>> | undefined;
}

/** A text with its values filled in; null when there is none. */
export function translate(texts: TextTree, language: string, { key, values = {} }: Asked): string | null {
  const { count } = values;
  const plural = typeof count === 'number' ? find(texts, `${key}_${formOf(language, count)}`) : null;
  const text = plural ?? find(texts, key);
  return text?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '')) ?? null;
}

function find(texts: TextTree, key: string): string | null {
  let at: string | TextTree | undefined = texts;
  for (const name of key.split('.')) {
    if (typeof at !== 'object') return null;
    at = Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return typeof at === 'string' ? at : null;
}

const rules = new Map<string, Intl.PluralRules>();

function formOf(language: string, count: number): Intl.LDMLPluralRule {
  let ofLanguage = rules.get(language);
  if (ofLanguage === undefined) {
    ofLanguage = new Intl.PluralRules(language);
    rules.set(language, ofLanguage);
  }
  return ofLanguage.select(count);
}
