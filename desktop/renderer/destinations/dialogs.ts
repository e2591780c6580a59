import { lazyDialog } from '../ui/lazily.tsx';

/** The dialogs of destinations, each loaded when it is first opened. */

export const AddDestinationDialog = lazyDialog(
  async () => (await import('./destination-dialog.tsx')).AddDestinationDialog,
  ({ open }) => open,
);

export const EditDestinationDialog = lazyDialog(
  async () => (await import('./destination-dialog.tsx')).EditDestinationDialog,
  ({ destination }) => destination !== null,
);

export const TestConnectionDialog = lazyDialog(
  async () => (await import('./test-connection-dialog.tsx')).TestConnectionDialog,
  ({ destination }) => destination !== null,
);

export const DeleteDestinationDialog = lazyDialog(
  async () => (await import('./delete-destination-dialog.tsx')).DeleteDestinationDialog,
  ({ destination }) => destination !== null,
);
