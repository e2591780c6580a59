import { expect, it } from 'vitest';
import { openApiIsCurrent, openApiText } from './openapi.ts';

it('openapi.json is what the code says (write it anew with: npm run openapi)', () => {
  expect(openApiIsCurrent()).toBe(true);
});

it('every reference in the document leads to a schema', () => {
  const text = openApiText();
  const { components } = JSON.parse(text);
  const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining([...new Set(names)]));
});
