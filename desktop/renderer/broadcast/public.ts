/** Going live from this page. */
export { Broadcast, canvasesOnAir, type Show, useBroadcast } from './broadcast.ts';
export { GoLiveSheet, type GoLiveWish } from './go-live-sheet.tsx';
export { QUALITY_PRESETS, type QualityPreset, SMALLEST_QUALITY } from './presets.ts';
