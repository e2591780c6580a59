import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registration, signIn } from '@neustream/shared/auth/schemas.ts';
import { FIELD_CODES } from '@neustream/shared/contracts/errors.ts';
import { fieldErrorsOf } from '@neustream/shared/contracts/field-error.ts';
import { newDestination } from '@neustream/shared/destinations/schemas.ts';
import { newSource } from '@neustream/shared/sources/schemas.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { en } from './en/index.ts';
import { hi } from './hi/index.ts';

const RENDERER = fileURLToPath(new URL('..', import.meta.url));

function texts(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[path + name, value]];
    return typeof value === 'object' && value !== null ? texts(value, `${path}${name}.`) : [];
  });
}

/** The sentences that screens show; the contract's reasons contain other facts, too. */
const english = texts({ ...en, reasons: pick(en.reasons) });

function pick(reasons: typeof en.reasons): object {
  return Object.fromEntries(
    Object.entries(reasons).map(([code, { message, action }]) => [code, { message, action }]),
  );
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

test('Hindi has every text that English has, with the same values in it, and no other', () => {
  const { fields, failures, ...rest } = hi;
  const hindi = new Map(texts(rest));
  expect([...hindi.keys()].sort()).toEqual(english.map(([key]) => key).sort());
  for (const [key, text] of english) {
    expect(`${key}: ${placeholders(hindi.get(key) ?? '')}`).toBe(`${key}: ${placeholders(text)}`);
  }
  expect(Object.keys(fields ?? {}).length).toBeGreaterThan(0);
  expect(Object.keys(failures ?? {}).length).toBeGreaterThan(0);
});

test('no text is empty or left in the other language', () => {
  for (const [key, text] of texts(hi)) {
    expect(text.trim(), key).not.toBe('');
  }
  const same = new Map(texts(hi));
  const untranslated = english.filter(([key, text]) => same.get(key) === text).map(([, text]) => text);
  // Names of products and protocols stay as they are, and so do units.
  expect(untranslated.sort()).toEqual([
    'GTCRN',
    'Neustream Studio',
    'OBS',
    'RNNoise',
    'RTMP',
    'SRT',
    'WHIP',
    '{{name}}: {{status}}',
    '{{value}} dB',
  ]);
});

test('every text is used by a page', () => {
  const source = readdirSync(RENDERER, { recursive: true })
    .map(String)
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^i18n/.test(name))
    .map((name) => readFileSync(join(RENDERER, name), 'utf8'))
    .join('\n');
  const isUsed = (key: string): boolean => {
    const plain = key.replace(/_(one|other)$/, '');
    if (source.includes(`'${plain}'`)) return true;
    // Keys with a variable part, such as `relay.status.${look}`.
    return [...source.matchAll(/`((?:\w+\.)+\w*)\$\{[^}]+\}([\w.]*)`/g)].some(
      ([, before = '', after = '']) => plain.startsWith(before) && plain.endsWith(after),
    );
  };
  expect(english.map(([key]) => key).filter((key) => !isUsed(key))).toEqual([]);
});

test('every error of the contract about a field has a sentence in Hindi, with the same values in it', () => {
  for (const [code, english] of Object.entries(FIELD_CODES)) {
    const hindi = Object.entries(hi.fields ?? {}).find(([name]) => name === code)?.[1] ?? '';
    expect(`${code}: ${placeholders(hindi)}`).toBe(`${code}: ${placeholders(english)}`);
  }
  const long = 'x'.repeat(2000);
  const wrong: [z.ZodType, object][] = [
    [registration, { email: 'x', password: 'x', display_name: '' }],
    [registration, { email: `${long}@example.com`, password: long, display_name: long }],
    [signIn, { email: 'x', password: '' }],
    [newSource, { name: '', description: long }],
    [newSource, { name: long }],
    [newDestination, { platform: 'custom', name: '', rtmp_url: 'http://x', stream_key: '' }],
    [newDestination, { platform: 'custom', name: long, rtmp_url: `rtmp://${long}`, stream_key: `${long} x` }],
  ];
  for (const [schema, value] of wrong) {
    const { error } = schema.safeParse(value, { reportInput: true });
    const found = Object.values(fieldErrorsOf(error ?? new z.ZodError([])));
    expect(found).not.toEqual([]);
    for (const { code } of found) expect(hi.fields).toHaveProperty([code]);
  }
});
