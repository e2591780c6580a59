import { lazily } from '../../ui/lazily.tsx';

/** Loaded when a layer is first selected. */
export const LayerProperties = lazily(async () => (await import('./layer-properties.tsx')).LayerProperties);
