import { describe, expect, it } from 'vitest';
import { AppError } from './app-error.ts';
import { readSettings, setting, settingKinds } from './settings.ts';

const SETTINGS = {
  PORT: setting({ group: 'Server', description: 'Port.', schema: settingKinds.port(3000), example: '3000' }),
  OPEN: setting({ group: 'Server', description: 'Open.', schema: settingKinds.flag(true), example: 'true' }),
  MODE: setting({
    group: 'Server',
    description: 'Mode.',
    schema: settingKinds.choice(['auto', 'off'], 'auto'),
    example: 'auto',
  }),
  PUBLIC_URL: setting({
    group: 'Server',
    description: 'Address.',
    schema: settingKinds.address(['http', 'https']),
    example: 'https://studio.example.com',
  }),
  TOKEN: setting({
    group: 'Server',
    description: 'Token.',
    schema: settingKinds.secret(8),
    example: 'made in the data folder',
    secret: true,
  }),
} as const;

const noFiles = (path: string): string => {
  throw new Error(`no file ${path}`);
};
const read = (env: Record<string, string>, readFile = noFiles) => readSettings(SETTINGS, { env, readFile });

describe('settings', () => {
  it('take their presets when nothing is given, and an empty text counts as nothing', () => {
    expect(read({ PORT: ' ' })).toEqual({
      PORT: 3000,
      OPEN: true,
      MODE: 'auto',
      PUBLIC_URL: undefined,
      TOKEN: undefined,
    });
  });

  it('are read as their kinds', () => {
    const values = read({ PORT: '0', OPEN: 'off', MODE: 'off', PUBLIC_URL: 'https://a.example' });
    expect(values).toMatchObject({ PORT: 0, OPEN: false, MODE: 'off', PUBLIC_URL: 'https://a.example' });
  });

  it('read a secret from a file and never print it', () => {
    const values = read({ TOKEN_FILE: '/run/token' }, () => 'canary-token\n');
    expect(values.TOKEN?.reveal()).toBe('canary-token');
    expect(`${values.TOKEN}`).toBe('***');
  });

  it('list every wrong one at once with what would be right', () => {
    const attempt = () =>
      read({ PORT: '70000', OPEN: 'perhaps', MODE: 'x', PUBLIC_URL: 'ftp://a', TOKEN: 'short' });
    expect(attempt).toThrow(AppError);
    expect(attempt).toThrow(/PORT: .*65535[\s\S]*OPEN: Use true or false[\s\S]*MODE: Use one of: auto, off/);
    expect(attempt).toThrow(/PUBLIC_URL: Use an address[\s\S]*TOKEN: Use at least 8 characters/);
    expect(attempt).not.toThrow(/short/);
  });

  it('refuse a secret given twice and a file that cannot be read', () => {
    expect(() => read({ TOKEN: 'long-enough', TOKEN_FILE: '/x' })).toThrow(/either TOKEN or TOKEN_FILE/);
    expect(() => read({ TOKEN_FILE: '/x' })).toThrow(/The file \/x cannot be read/);
  });
});
