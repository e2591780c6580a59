import { lazyDialog } from './lazily.tsx';

/** A question that is fetched when it is first asked, for pages that open without any dialog. */
export const ConfirmDialog = lazyDialog(
  async () => (await import('./dialog.tsx')).ConfirmDialog,
  ({ open }) => open,
);
