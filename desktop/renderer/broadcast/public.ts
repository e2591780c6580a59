/** Going live from this page. */
export { Broadcast, canvasesOnAir, type Show, useBroadcast } from './broadcast.ts';
export type { GoLiveWish } from './go-live-sheet.tsx';
export { GoLiveSheet } from './lazy-sheet.ts';
export { QUALITY_PRESETS, type QualityPreset, SMALLEST_QUALITY } from './presets.ts';
