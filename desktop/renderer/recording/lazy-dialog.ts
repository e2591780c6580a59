import { lazyDialog } from '../ui/lazily.tsx';

/** Loaded when it is first opened. */
export const RecordingsDialog = lazyDialog(
  async () => (await import('./recordings-dialog.tsx')).RecordingsDialog,
  ({ open }) => open,
);
