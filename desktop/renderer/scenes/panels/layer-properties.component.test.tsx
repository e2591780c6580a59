import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { inPage } from '../../portal/testing/in-page.tsx';
import { openCollection, undo, useCollection } from '../model/collection-store.ts';
import { starterCollection } from '../model/starter.ts';
import { STARTER_NAMES } from '../testing/starter-names.ts';
import { LayerProperties } from './layer-properties.tsx';

const layerNow = () => {
  const layer = useCollection.getState().collection?.scenes[0]?.landscape[0];
  if (layer === undefined) throw new Error('nothing is shown');
  return layer;
};

function Properties() {
  const { collection, sceneId } = useCollection();
  const [layer] = collection?.scenes[0]?.landscape ?? [];
  return layer !== undefined && <LayerProperties layer={layer} place={{ sceneId, canvas: 'landscape' }} />;
}

test('a layer is placed, sized, turned and cropped by keys alone, each as one step', async () => {
  openCollection(starterCollection(STARTER_NAMES), 'someone');
  const before = layerNow();
  const { screen } = await inPage(<Properties />);
  const type = async (label: string, text: string) => {
    await screen.getByRole('spinbutton', { name: label }).click();
    await userEvent.keyboard(`{Control>}a{/Control}${text}{Enter}`);
  };
  await type('Left', '120');
  await type('Width', '640');
  await type('Turned by °', '-45');
  await type('Cut left, %', '25');
  // No more than all of it.
  await type('Cut right, %', '90');
  expect(layerNow()).toMatchObject({
    x: 120,
    width: 640,
    rotation: -45,
    crop: { left: 0.25, top: 0, right: 0.74, bottom: 0 },
  });
  for (let times = 0; times < 5; times += 1) undo();
  expect(layerNow()).toEqual(before);
  // What is no number changes nothing.
  await type('Height', '{Backspace}');
  expect(layerNow()).toEqual(before);
});
