import Radio from 'lucide-react/icons/radio';
import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { inPage } from '../../portal/testing/in-page.tsx';
import { type Action, offer } from './action.ts';
import { Actions } from './actions.tsx';
import { useOffers } from './offers.ts';
import { usePanels } from './panels.ts';

beforeEach(() => {
  usePanels.getState().show(null);
  localStorage.clear();
});

const performed: string[] = [];

function Offered() {
  const action = (name: string, keys?: string): Action => ({
    name,
    group: 'live',
    Icon: Radio,
    label: () => name,
    perform: () => performed.push(name),
    ...(keys === undefined ? {} : { keys }),
  });
  useOffers([offer(action('Sing'), undefined), offer(action('Dance', 's'), undefined)]);
  return null;
}

test('who types at once reaches the palette, though it is only being fetched then', async () => {
  await inPage(
    <>
      <Offered />
      <Actions features={[]} />
    </>,
  );
  await userEvent.keyboard('{Control>}k{/Control}sing{Enter}');
  await expect.poll(() => performed).toEqual(['Sing']);
});

test('the sheet of keys opens by its key, and gives the focus back', async () => {
  const { screen } = await inPage(
    <>
      <button type="button">Here</button>
      <Offered />
      <Actions features={[]} />
    </>,
  );
  const here = screen.getByRole('button', { name: 'Here' });
  here.element().focus();
  await userEvent.keyboard('?');
  const sheet = screen.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect.element(sheet).toBeVisible();
  await expect.poll(() => sheet.element().contains(document.activeElement)).toBe(true);
  await userEvent.keyboard('{Escape}');
  await expect.element(sheet).not.toBeInTheDocument();
  await expect.element(here).toHaveFocus();
});
