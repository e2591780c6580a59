import Ellipsis from 'lucide-react/icons/ellipsis';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { inPage } from '../portal/testing/in-page.tsx';
import { Dialog } from './dialog.tsx';
import { IconButton } from './icon-button.tsx';
import { lazyDialog } from './lazily.tsx';
import { Menu, MenuItem } from './menu.tsx';
import { SelectField } from './select.tsx';

interface SayProps {
  open: boolean;
  onClose: () => void;
}

function Say({ open, onClose }: SayProps) {
  return (
    <Dialog open={open} onClose={onClose} title="Say">
      <input aria-label="What" />
    </Dialog>
  );
}

/** A page with a button that opens a dialog, which comes as the test says. */
async function pageWith(load: () => Promise<typeof Say>) {
  const LazySay = lazyDialog(load, ({ open }: SayProps) => open);
  function Part() {
    const [open, setOpen] = useState(false);
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Open
        </button>
        <LazySay open={open} onClose={() => setOpen(false)} />
      </>
    );
  }
  const { screen } = await inPage(<Part />);
  return { screen, button: screen.getByRole('button', { name: 'Open' }), dialog: screen.getByRole('dialog') };
}

test('a dialog opens with the first click, takes the focus, and gives it back', async () => {
  const { screen, button, dialog } = await pageWith(async () => Say);
  for (let times = 0; times < 2; times += 1) {
    await button.click();
    await expect.element(screen.getByRole('textbox', { name: 'What' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(button).toHaveFocus();
  }
});

test('one that cannot be fetched says so, and is fetched again with the next click', async () => {
  let tries = 0;
  const { screen, button, dialog } = await pageWith(async () => {
    tries += 1;
    if (tries === 1) throw new TypeError('Failed to fetch');
    return Say;
  });
  await button.click();
  await expect.element(screen.getByText('The server did not answer.').first()).toBeVisible();
  await expect.element(dialog).not.toBeInTheDocument();
  await button.click();
  await expect.element(dialog).toBeVisible();
});

test('a menu opens with the first press, by pointer and by keys, and gives the focus back', async () => {
  const chosen: string[] = [];
  const { screen } = await inPage(
    <Menu trigger={<IconButton label="More" icon={<Ellipsis aria-hidden className="size-4" />} />}>
      <MenuItem onClick={() => chosen.push('first')}>First</MenuItem>
      <MenuItem onClick={() => chosen.push('second')}>Second</MenuItem>
    </Menu>,
  );
  const button = screen.getByRole('button', { name: 'More' });
  await expect.element(button).toHaveAttribute('aria-haspopup', 'menu');
  await button.click();
  await screen.getByRole('menuitem', { name: 'Second' }).click();
  await expect.element(button).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(screen.getByRole('menuitem', { name: 'First' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => chosen).toEqual(['second', 'first']);
});

test('a choice shows what is chosen before its list has come, and opens with the first press', async () => {
  function Part() {
    const [value, setValue] = useState<'a' | 'b'>('a');
    return (
      <SelectField
        label="Letter"
        hint="One of two"
        value={value}
        options={[
          { value: 'a', label: 'Alpha' },
          { value: 'b', label: 'Beta' },
        ]}
        onChoose={setValue}
      />
    );
  }
  const { screen } = await inPage(<Part />);
  const field = screen.getByRole('combobox', { name: 'Letter' });
  await expect.element(field).toHaveTextContent('Alpha');
  await expect.element(field).toHaveAccessibleDescription('One of two');
  await field.click();
  await screen.getByRole('option', { name: 'Beta' }).click();
  await expect.element(field).toHaveTextContent('Beta');
  await expect.element(field).toHaveFocus();
});
