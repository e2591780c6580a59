import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import { type ReactNode, useState } from 'react';
import type { RenderResult } from 'vitest-browser-react';
import { EditDestinationDialog } from '../destination-dialog.tsx';
import { testDestination } from './destination.ts';

export const SAVED = testDestination();
export const CHANGE = 'PUT /api/sources/destinations/d1';

function Editing({ saved }: { saved: DestinationView }) {
  const [shown, setShown] = useState<DestinationView | null>(saved);
  return (
    <>
      <button type="button" onClick={() => setShown(saved)}>
        Open again
      </button>
      <EditDestinationDialog destination={shown} onClose={() => setShown(null)} isLive={false} />
    </>
  );
}

type Screen = Pick<RenderResult, 'getByRole'>;

/** Opens the dialog in which a saved destination is edited, in a page; returns what is in it. */
export function editingIn<P extends { screen: Screen }>(show: (part: ReactNode) => Promise<P>) {
  return async (change: Partial<DestinationView> = {}) => {
    const page = await show(<Editing saved={{ ...SAVED, ...change }} />);
    const dialog = page.screen.getByRole('dialog');
    return {
      ...page,
      dialog,
      name: dialog.getByRole('textbox', { name: 'Name' }),
      address: dialog.getByRole('textbox', { name: 'Server address' }),
      key: dialog.getByLabelText('Stream key', { exact: true }),
      save: dialog.getByRole('button', { name: 'Save changes' }),
      discard: page.screen.getByRole('alertdialog'),
    };
  };
}
