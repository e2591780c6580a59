/** Going live from this page. */
export { Broadcast, directTarget, forgetOnAir, keptOnAir, type OnAir, useBroadcast } from './broadcast.ts';
export { GoLiveSheet, type GoLiveWish } from './go-live-sheet.tsx';
export { QUALITY_PRESETS } from './presets.ts';
