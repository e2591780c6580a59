import type { SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { createApiClient } from '../api/client.ts';
import { FakeServer, type Reply } from '../api/testing/fake-server.ts';
import { change, forgetCollection, starterCollection, useCollection } from '../scenes/public.ts';
import { STARTER_NAMES } from '../scenes/testing/starter-names.ts';
import { forgetKeptScenes, keptScenes } from './kept-scenes.ts';
import { Saving, type SavingState } from './saving.ts';

const SAVED_AT = '2026-11-26T10:00:00.000Z';

afterEach(() => {
  forgetCollection();
  forgetKeptScenes();
});

/** A server that stores revisions, as ours does; `hold` keeps its next answer back, after it has stored. */
class Shelf {
  readonly server = new FakeServer();
  stored: { revision: number; saved_at: string; collection: SceneCollection } | null = null;
  held: PromiseWithResolvers<void> | null = null;
  readonly api = createApiClient({
    fetch: this.server.answer,
    onReachable: () => undefined,
    onSignedOut: () => undefined,
  });

  constructor() {
    this.server.on('GET /api/studio/collection', async () => {
      await this.held?.promise;
      return { status: 200, body: { stored: this.stored } };
    });
    this.server.on('PUT /api/studio/collection', async (body) => {
      const answer = this.#store(body as { based_on: number; collection: SceneCollection });
      await this.held?.promise;
      return answer;
    });
  }

  hold(): () => void {
    const held = Promise.withResolvers<void>();
    this.held = held;
    return () => {
      this.held = null;
      held.resolve();
    };
  }

  #store({ based_on, collection }: { based_on: number; collection: SceneCollection }): Reply {
    const revision = (this.stored?.revision ?? 0) + 1;
    if (based_on !== revision - 1) {
      const body = { error: 'Changed.', code: 'CHANGED_ELSEWHERE', fault: 'user', action: 'Choose.' };
      return { status: 409, body };
    }
    this.stored = { revision, saved_at: SAVED_AT, collection };
    return { status: 200, body: { revision, saved_at: SAVED_AT } };
  }
}

function open(shelf: Shelf) {
  const states: SavingState[] = [];
  const saving = new Saving({ api: shelf.api, owner: 'me', onState: (state) => states.push(state) });
  return { saving, states, loaded: saving.load(() => starterCollection(STARTER_NAMES)) };
}

const rename = (name: string) =>
  change((all) => ({ ...all, scenes: all.scenes.map((scene) => ({ ...scene, name })) }));
const nameOf = (collection: SceneCollection | null | undefined) => collection?.scenes[0]?.name;
const puts = (shelf: Shelf) => shelf.server.bodies('PUT /api/studio/collection').length;

test('a studio that was left before it was loaded changes nothing any more', async () => {
  const shelf = new Shelf();
  const release = shelf.hold();
  const { saving, loaded } = open(shelf);
  saving.close();
  forgetCollection();
  release();
  await loaded;
  expect(useCollection.getState().collection).toBeNull();
});

test('what is changed while scenes are being stored follows, also when the studio is left meanwhile', async () => {
  const shelf = new Shelf();
  const { saving, loaded } = open(shelf);
  await loaded;
  const release = shelf.hold();
  await vi.waitFor(() => expect(puts(shelf)).toBe(1), 5000);
  rename('Changed meanwhile');
  saving.close();
  forgetCollection();
  release();
  await vi.waitFor(() => expect(nameOf(shelf.stored?.collection)).toBe('Changed meanwhile'), 5000);
});

test('what is changed while scenes are being stored is there after a reload', async () => {
  const shelf = new Shelf();
  const { loaded } = open(shelf);
  await loaded;
  // The first window is gone before it hears that its scenes were stored.
  shelf.hold();
  await vi.waitFor(() => expect(puts(shelf)).toBe(1), 5000);
  rename('Changed meanwhile');
  shelf.held = null;
  const { saving, loaded: again } = open(shelf);
  await again;
  expect(nameOf(useCollection.getState().collection)).toBe('Changed meanwhile');
  saving.close();
  await vi.waitFor(() => expect(nameOf(shelf.stored?.collection)).toBe('Changed meanwhile'), 5000);
});

test('scenes that the server does not take are kept here and not sent again and again', async () => {
  const shelf = new Shelf();
  const body = { error: 'Too large.', code: 'TOO_LARGE', fault: 'user', action: 'Send less.' };
  shelf.server.on('PUT /api/studio/collection', { status: 413, body });
  const { saving, states, loaded } = open(shelf);
  await loaded;
  await vi.waitFor(() => expect(states.at(-1)).toBe('refused'), 5000);
  expect(keptScenes()).not.toBeNull();
  shelf.server.on('PUT /api/studio/collection', { status: 503 });
  rename('Fewer');
  await vi.waitFor(() => expect(states.at(-1)).toBe('offline'), 5000);
  saving.close();
});

test('the scenes of another window are taken without being stored again, and nothing is kept here', async () => {
  const shelf = new Shelf();
  const { saving, states, loaded } = open(shelf);
  await loaded;
  await vi.waitFor(() => expect(states.at(-1)).toBe('saved'), 5000);
  const { collection } = useCollection.getState();
  if (collection === null) throw new Error('nothing is open');
  const theirs = { ...collection, scenes: collection.scenes.slice(1) };
  shelf.stored = { revision: 2, saved_at: SAVED_AT, collection: theirs };
  rename('Mine');
  await vi.waitFor(() => expect(states.at(-1)).toBe('theirs'), 5000);
  await saving.takeTheirs();
  expect(useCollection.getState().collection?.scenes).toHaveLength(2);
  expect(states.at(-1)).toBe('saved');
  expect(keptScenes()).toBeNull();
  saving.close();
  expect(puts(shelf)).toBe(2);
});
