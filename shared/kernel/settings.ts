import { z } from 'zod';
import { AppError } from './app-error.ts';
import { Secret } from './secret.ts';

/** One setting that an operator may give, from its text to its value. */
export interface Setting<S extends z.ZodType = z.ZodType> {
  /** One or two sentences for `.env.example` and the doctor. */
  description: string;
  /** Heading that it stands under in `.env.example`, such as `Server`. */
  group: string;
  /** Takes the text (undefined when unset) and gives the value; its messages say what would be right. */
  schema: S;
  /** What holds when it is unset, in words or as a value. */
  example: string;
  /** Never shown; may also be given as a file's name in `NAME_FILE`. */
  secret?: true;
}

export type Settings = Record<string, Setting>;
export type SettingValues<T extends Settings> = { [Name in keyof T]: z.output<T[Name]['schema']> };

/** Gives a setting its precise type; checks nothing at run time. */
export function setting<S extends z.ZodType>(parts: Setting<S>): Setting<S> {
  return parts;
}

/** Where the texts of settings come from. */
export interface SettingSource {
  /** The process's environment. An empty text counts as unset. */
  env: Readonly<Record<string, string | undefined>>;
  /** Reads the file that `NAME_FILE` names; throws when it cannot. */
  readFile: (path: string) => string;
}

/**
 * Reads every setting at once.
 * @throws AppError `SETTINGS_INVALID` whose message lists every wrong setting by name and what would be right
 */
export function readSettings<T extends Settings>(settings: T, source: SettingSource): SettingValues<T> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, { schema, secret }] of Object.entries(settings)) {
    const text = textOf(name, secret === true, source);
    if ('problem' in text) {
      problems.push(text.problem);
      continue;
    }
    const result = schema.safeParse(text.value);
    if (result.success) values[name] = result.data;
    else problems.push(`${name}: ${result.error.issues.map((issue) => issue.message).join(' ')}`);
  }
  if (problems.length > 0) throw settingsInvalid(problems);
  return values as SettingValues<T>;
}

/** The error for settings that do not fit, each on its own line. */
export function settingsInvalid(problems: readonly string[]): AppError {
  return new AppError({
    code: 'SETTINGS_INVALID',
    fault: 'user',
    message: `These settings are not right:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    action: 'Correct them in the environment or in the .env file and start again. See .env.example.',
    details: problems,
  });
}

function textOf(
  name: string,
  secret: boolean,
  { env, readFile }: SettingSource,
): { value: string | undefined } | { problem: string } {
  const value = env[name]?.trim() || undefined;
  const file = secret ? env[`${name}_FILE`]?.trim() || undefined : undefined;
  if (file === undefined) return { value };
  if (value !== undefined) return { problem: `${name}: Give either ${name} or ${name}_FILE, not both.` };
  try {
    return { value: readFile(file).trim() || undefined };
  } catch {
    return { problem: `${name}_FILE: The file ${file} cannot be read.` };
  }
}

const say = (error: string) => ({ error });

/** Ready-made schemas, so that settings of the same kind are read and refused alike everywhere. */
export const settingKinds = {
  /** A TCP or UDP port; 0 picks a free one. */
  port: (preset: number) =>
    z
      .string()
      .default(String(preset))
      .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
        error: 'Give a number from 0 to 65535; 0 picks a free port.',
      })
      .transform(Number),
  /** `true`/`false`, `1`/`0`, `yes`/`no`, `on`/`off`. */
  flag: (preset: boolean) =>
    z
      .string()
      .default(String(preset))
      .transform((text) => text.toLowerCase())
      .pipe(z.enum(['true', '1', 'yes', 'on', 'false', '0', 'no', 'off'], say('Give true or false.')))
      .transform((text) => ['true', '1', 'yes', 'on'].includes(text)),
  /** One of some words. */
  choice: <const W extends readonly [string, ...string[]]>(words: W, preset: W[number]) =>
    z
      .string()
      .default(preset)
      .pipe(z.enum(words, say(`Give one of: ${words.join(', ')}.`))),
  /** An address of one of some protocols, such as `['http', 'https']`; undefined when unset. */
  address: (protocols: readonly string[]) => {
    const error = `Give an address that begins with ${protocols.map((name) => `${name}://`).join(' or ')}.`;
    return (
      z
        .url({ protocol: new RegExp(`^(${protocols.join('|')})$`), error, abort: true })
        // Without the slashes a URL parser takes what was meant as host and port for a protocol and a path.
        .regex(/^[a-z+.-]+:\/\/./i, { error })
        .optional()
    );
  },
  /** Any text; undefined when unset. */
  text: () => z.string().optional(),
  /** Texts separated by commas. */
  list: () =>
    z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      ),
  /** A secret of at least so many characters; undefined when unset. */
  secret: (minLength: number) =>
    z
      .string()
      .min(minLength, say(`Give at least ${minLength} characters, made at random.`))
      .transform((plain) => new Secret(plain))
      .optional(),
};
