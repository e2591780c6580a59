import { expect, it } from 'vitest';
import { MEDIA_SETTINGS } from '../media/config.ts';
import { SETTINGS } from '../server/settings.ts';
import { envExampleIsCurrent, envExampleText } from './env-example.ts';

it('.env.example is what the code says (write it anew with: node build/env-example.ts)', () => {
  expect(envExampleIsCurrent()).toBe(true);
});

it('names every setting of both processes exactly once', () => {
  const named = [...envExampleText().matchAll(/^#([A-Z0-9_]+)=/gm)].map(([, name]) => name);
  expect(named).toHaveLength(new Set(named).size);
  expect(new Set(named)).toEqual(new Set([...Object.keys(SETTINGS), ...Object.keys(MEDIA_SETTINGS)]));
});
