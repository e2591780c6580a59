import { lazyDialog } from '../../ui/lazily.tsx';

/** The dialogs of the scenes, each loaded when it is first opened. */

export const InputDialog = lazyDialog(
  async () => (await import('./input-dialog.tsx')).InputDialog,
  ({ of }) => of !== null,
);

export const KeysDialog = lazyDialog(
  async () => (await import('./keys-dialog.tsx')).KeysDialog,
  ({ scene }) => scene !== null,
);

export const ImportDialog = lazyDialog(
  async () => (await import('./import-dialog.tsx')).ImportDialog,
  ({ open }) => open,
);

export const StingerDialog = lazyDialog(
  async () => (await import('./stinger-dialog.tsx')).StingerDialog,
  ({ open }) => open,
);

export const VersionsDialog = lazyDialog(
  async () => (await import('./versions-dialog.tsx')).VersionsDialog,
  ({ open }) => open,
);
