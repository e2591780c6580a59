/** Going live from this page. */
export { Broadcast, useBroadcast } from './broadcast.ts';
export { GoLiveSheet, type GoLiveWish } from './go-live-sheet.tsx';
export { QUALITY_PRESETS, SMALLEST_QUALITY } from './presets.ts';
