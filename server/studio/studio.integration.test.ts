import type { SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../build/kit/api.ts';
import { Person } from '../../build/kit/person.ts';
import { newDataFolder } from '../../build/kit/product.ts';

const dataDir = newDataFolder();
let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi({ dataDir });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

function scenes(name: string): SceneCollection {
  return {
    version: 1,
    inputs: [],
    scenes: [{ id: 'a', name, landscape: [], portrait: [], keys: null }],
    transition: { kind: 'cut', durationMs: 0, stinger: null, cutAtMs: 0 },
  };
}

describe('the scenes of a studio', () => {
  it('are stored as revisions, which can be read again', async () => {
    const person = await Person.signUp({ url: api.url });
    expect(await person.call('readCollection')).toEqual({ stored: null });
    const save = (based_on: number, name: string) =>
      person.call('saveCollection', { body: { based_on, collection: scenes(name) } });
    expect(await save(0, 'first')).toMatchObject({ revision: 1 });
    expect(await save(1, 'second')).toMatchObject({ revision: 2 });
    const { stored } = await person.call('readCollection');
    expect(stored).toMatchObject({ revision: 2, collection: scenes('second') });
    const { revisions } = await person.call('listCollectionRevisions');
    expect(revisions).toMatchObject([{ revision: 2, scenes: 1 }, { revision: 1 }]);
    const first = await person.call('readCollectionRevision', { params: { revision: 1 } });
    expect(first.collection).toEqual(scenes('first'));
  });

  it('that were changed elsewhere are not overwritten, by however many at once', async () => {
    const person = await Person.signUp({ url: api.url });
    const both = await Promise.allSettled(
      ['mine', 'theirs', 'others'].map((name) =>
        person.call('saveCollection', { body: { based_on: 0, collection: scenes(name) } }),
      ),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of both) {
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ status: 409, code: 'CHANGED_ELSEWHERE' });
    }
  });

  it('belong to one person', async () => {
    const [ada, bob] = await Promise.all([Person.signUp({ url: api.url }), Person.signUp({ url: api.url })]);
    await ada.call('saveCollection', { body: { based_on: 0, collection: scenes('of Ada') } });
    expect(await bob.call('readCollection')).toEqual({ stored: null });
    await expect(bob.call('readCollectionRevision', { params: { revision: 1 } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('are kept as the newest thirty revisions', async () => {
    const person = await Person.signUp({ url: api.url });
    for (let based_on = 0; based_on < 33; based_on += 1) {
      await person.call('saveCollection', { body: { based_on, collection: scenes(`no. ${based_on}`) } });
    }
    const { revisions } = await person.call('listCollectionRevisions');
    expect(revisions.map(({ revision }) => revision)).toEqual(
      Array.from({ length: 30 }, (_, index) => 33 - index),
    );
  });
});
