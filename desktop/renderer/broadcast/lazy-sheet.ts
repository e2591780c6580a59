import { lazyDialog } from '../ui/lazily.tsx';

/** Loaded when it is first opened. */
export const GoLiveSheet = lazyDialog(
  async () => (await import('./go-live-sheet.tsx')).GoLiveSheet,
  ({ open }) => open,
);
