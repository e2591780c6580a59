import { z } from 'zod';
import { AppError } from './app-error.ts';
import { Secret } from './secret.ts';

/** One setting an operator may give: from its text to its value. */
export interface Setting<S extends z.ZodType = z.ZodType> {
  /** One or two sentences for `.env.example` and the doctor. */
  description: string;
  /** Heading it appears under in `.env.example`, such as `Server`. */
  group: string;
  /** Parses the text (undefined when unset) into the value; its messages say what would be valid. */
  schema: S;
  /** The value that applies when it is unset, in words or as a value. */
  example: string;
  /** Never shown; may also be given as the name of a file in `NAME_FILE`. */
  secret?: true;
}

export type Settings = Record<string, Setting>;
export type SettingValues<T extends Settings> = { [Name in keyof T]: z.output<T[Name]['schema']> };

/** Gives a setting its precise type; does nothing at run time. */
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
 * Reads all settings at once.
 * @throws AppError `SETTINGS_INVALID` whose message lists every invalid setting by name and says what would be valid
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

/** The error for invalid settings, each on its own line. */
export function settingsInvalid(problems: readonly string[]): AppError {
  return new AppError({
    code: 'SETTINGS_INVALID',
    fault: 'user',
    message: `These settings are not right:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    action: 'Correct them in the environment or in the .env file, then start again. See .env.example.',
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
  if (value !== undefined) return { problem: `${name}: Set either ${name} or ${name}_FILE, not both.` };
  try {
    return { value: readFile(file).trim() || undefined };
  } catch {
    return { problem: `${name}_FILE: The file ${file} cannot be read.` };
  }
}

const say = (error: string) => ({ error });

/** Ready-made schemas, so that settings of the same kind are parsed and refused the same way everywhere. */
export const settingKinds = {
  /** A TCP or UDP port; 0 picks a free one. */
  port: (preset: number) =>
    z
      .string()
      .default(String(preset))
      .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
        error: 'Use a number from 0 to 65535; 0 picks a free port.',
      })
      .transform(Number),
  /** A whole number within bounds. */
  count: (preset: number, { least, most }: { least: number; most: number }) =>
    z
      .string()
      .default(String(preset))
      .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most, {
        error: `Use a whole number from ${least} to ${most}.`,
      })
      .transform(Number),
  /** A number from 1 to `most`, or `auto`: undefined then. */
  countOrAuto: (most: number) =>
    z
      .string()
      .default('auto')
      .refine(
        (text) => text === 'auto' || (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most),
        {
          error: `Use auto, or a number from 1 to ${most}.`,
        },
      )
      .transform((text) => (text === 'auto' ? undefined : Number(text))),
  /** `true`/`false`, `1`/`0`, `yes`/`no`, `on`/`off`. */
  flag: (preset: boolean) =>
    z
      .string()
      .default(String(preset))
      .transform((text) => text.toLowerCase())
      .pipe(z.enum(['true', '1', 'yes', 'on', 'false', '0', 'no', 'off'], say('Use true or false.')))
      .transform((text) => ['true', '1', 'yes', 'on'].includes(text)),
  /** One of a list of words. */
  choice: <const W extends readonly [string, ...string[]]>(words: W, preset: W[number]) =>
    z
      .string()
      .default(preset)
      .pipe(z.enum(words, say(`Use one of: ${words.join(', ')}.`))),
  /** An address with one of the given protocols, such as `['http', 'https']`; undefined when unset. */
  address: (protocols: readonly string[]) => {
    const error = `Use an address that begins with ${protocols.map((name) => `${name}://`).join(' or ')}.`;
    return (
      z
        .url({ protocol: new RegExp(`^(${protocols.join('|')})$`), error, abort: true })
        // Without the slashes, a URL parser takes a host and port for a protocol and a path.
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
  /** A secret of at least this many characters; undefined when unset. */
  secret: (minLength: number) =>
    z
      .string()
      .min(minLength, say(`Use at least ${minLength} characters, chosen at random.`))
      .transform((plain) => new Secret(plain))
      .optional(),
};
