import Radio from 'lucide-react/icons/radio';
import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { inPage } from '../../portal/testing/in-page.tsx';
import { type Action, offer } from './action.ts';
import { Keyboard } from './keyboard.tsx';
import { useOffers } from './offers.ts';
import { Palette } from './palette.tsx';
import { usePanels } from './panels.ts';
import { openPalette } from './window-actions.ts';

beforeEach(() => {
  usePanels.getState().show(null);
  localStorage.clear();
});

function Offered({ performed }: { performed: string[] }) {
  const action = (name: string, change: Partial<Action> = {}): Action => ({
    name,
    group: 'live',
    Icon: Radio,
    label: () => name,
    perform: () => performed.push(name),
    ...change,
  });
  useOffers([
    offer(openPalette, undefined),
    offer(action('Go live'), undefined),
    offer(action('Delete source', { when: () => ({ because: 'sources.delete_live' }) }), undefined),
    offer(action('Nonsense', { when: () => 'hidden' }), undefined),
  ]);
  return null;
}

async function palette() {
  const performed: string[] = [];
  const page = await inPage(
    <>
      <Offered performed={performed} />
      <Keyboard />
      <Palette />
    </>,
  );
  await userEvent.keyboard('{Control>}k{/Control}');
  const dialog = page.screen.getByRole('dialog', { name: 'Commands' });
  const input = dialog.getByRole('combobox', { name: 'Search commands' });
  await expect.element(input).toHaveFocus();
  return { ...page, dialog, input, performed };
}

test('a command is found by its name and performed by Enter, which closes the palette', async () => {
  const { dialog, input, performed } = await palette();
  await input.fill('live');
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(performed).toEqual(['Go live']);
});

test('what cannot be done now says why, and is not done', async () => {
  const { dialog, input, performed } = await palette();
  const line = dialog.getByRole('option', { name: /Delete source/ });
  await expect.element(line).toHaveAttribute('aria-disabled', 'true');
  await expect.element(line).toMatchTextContent(/End the stream first/);
  await input.fill('delete');
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog).toBeVisible();
  expect(performed).toEqual([]);
});

test('what makes no sense now is not in the palette', async () => {
  const { dialog } = await palette();
  await expect.element(dialog.getByRole('option', { name: 'Go live' })).toBeVisible();
  await expect.element(dialog.getByRole('option', { name: 'Nonsense' })).not.toBeInTheDocument();
});

test('a search that finds nothing says so', async () => {
  const { dialog, input } = await palette();
  await input.fill('zzz');
  await expect.element(dialog.getByText('No command matches your search.')).toBeVisible();
});
