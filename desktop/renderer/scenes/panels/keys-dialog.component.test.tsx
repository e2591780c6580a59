import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { Keyboard } from '../../page/actions/keyboard.tsx';
import { useOffers } from '../../page/actions/offers.ts';
import { inPage } from '../../portal/testing/in-page.tsx';
import { sceneOffers } from '../../studio/actions.ts';
import { openCollection, useCollection } from '../model/collection-store.ts';
import { starterCollection } from '../model/starter.ts';
import { STARTER_NAMES } from '../testing/starter-names.ts';
import { SceneList } from './scene-list.tsx';

function Scenes() {
  useOffers(sceneOffers(useCollection().collection?.scenes ?? []));
  return (
    <>
      <Keyboard />
      <SceneList />
    </>
  );
}

test('a scene is shown by keys of its own, which no other scene has', async () => {
  openCollection(starterCollection(STARTER_NAMES), 'someone');
  const { screen } = await inPage(<Scenes />);
  const scene = (index: number) => useCollection.getState().collection?.scenes[index];
  await screen.getByRole('button', { name: 'Actions for Pause' }).click();
  await screen.getByRole('menuitem', { name: 'Keys…' }).click();
  const field = screen.getByRole('textbox', { name: 'Keys that show this scene' });
  await field.click();
  await userEvent.keyboard('1');
  await expect.element(screen.getByText('These keys already do something: Show Me.')).toBeVisible();
  await userEvent.keyboard('{Control>}w{/Control}');
  await expect.element(screen.getByText(/that the browser does not use/)).toBeVisible();
  await userEvent.keyboard('{Control>}{Shift>}P{/Shift}{/Control}');
  await screen.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => scene(2)?.keys).toBe('$mod+Shift+P');
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();

  await userEvent.keyboard('{Control>}{Shift>}P{/Shift}{/Control}');
  await expect.poll(() => useCollection.getState().sceneId).toBe(scene(2)?.id);
  await userEvent.keyboard('1');
  await expect.poll(() => useCollection.getState().sceneId).toBe(scene(0)?.id);
});
