import { expect, it } from 'vitest';
import { z } from 'zod';
import { events } from './event.ts';
import { mergeEvents, mergeRoutes } from './merge.ts';
import { routes } from './route.ts';

const DEFAULTS = { tag: 'notes', access: 'user', limit: 'general' } as const;
const NOTES = routes(DEFAULTS, {
  listNotes: { method: 'get', path: '/api/notes', summary: 'Own notes', status: 204 },
  getNote: { method: 'get', path: '/api/notes/:id', summary: 'One note', access: 'public', status: 204 },
});

it('a route has what its capability presets, and its own word where it gives one', () => {
  expect(NOTES.listNotes).toMatchObject({ tag: 'notes', access: 'user', limit: 'general' });
  expect(NOTES.getNote.access satisfies 'public').toBe('public');
});

it('the routes of capabilities are merged into one table', () => {
  const more = routes(DEFAULTS, {
    addNote: { method: 'post', path: '/api/notes', summary: '', status: 204 },
  });
  const merged = mergeRoutes(NOTES, more);
  expect(Object.keys(merged)).toEqual(['listNotes', 'getNote', 'addNote']);
  expect(merged.addNote.method satisfies 'post').toBe('post');
});

it('a name given twice does not compile, and does not start', () => {
  const same = routes(DEFAULTS, { getNote: { method: 'get', path: '/api/n', summary: '', status: 204 } });
  // @ts-expect-error: the compiler says what is given twice
  expect(() => mergeRoutes(NOTES, same)).toThrow('getNote is given twice.');
});

it('a method and path given twice does not compile, and does not start', () => {
  const same = routes(DEFAULTS, { notes: { method: 'get', path: '/api/notes', summary: '', status: 204 } });
  // @ts-expect-error: the compiler says what is given twice
  expect(() => mergeRoutes(NOTES, same)).toThrow('Two routes answer get /api/notes.');
});

it('a path that differs only in the word for its parameter does not start', () => {
  const same = routes(DEFAULTS, {
    note: { method: 'get', path: '/api/notes/:key', summary: '', status: 204 },
  });
  expect(() => mergeRoutes(NOTES, same)).toThrow('Two routes answer get /api/notes/:key.');
});

it('an event given twice does not compile, and does not start', () => {
  const one = events({ 'note-added': { summary: 'A note was added', payload: z.object({ id: z.uuid() }) } });
  // @ts-expect-error: the compiler says what is given twice
  expect(() => mergeEvents(one, one)).toThrow('note-added is given twice.');
});
