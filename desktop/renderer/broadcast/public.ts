/** Going live from this page. */
export { Broadcast, directTarget, forgetOnAir, keptOnAir, type OnAir, useBroadcast } from './broadcast.ts';
export { GoLiveSheet, type GoLiveWish } from './go-live-sheet.tsx';
export { SMALLEST_QUALITY } from './presets.ts';
