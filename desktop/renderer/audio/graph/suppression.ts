import type { Suppression } from '@neustream/shared/studio/inputs.ts';

/** Works until it is destroyed. */
export interface SuppressionNode extends AudioWorkletNode {
  destroy(): void;
}

/** Loads a suppressor's worklet and its WebAssembly, and makes its node. Nothing is loaded before it is chosen. */
export async function suppressionNode(
  context: AudioContext,
  kind: Suppression,
): Promise<SuppressionNode | null> {
  if (kind === 'rnnoise') {
    const [{ RnnoiseWorkletNode, loadRnnoise }, worklet, wasm, simd] = await Promise.all([
      import('@sapphi-red/web-noise-suppressor'),
      import('@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url'),
      import('@sapphi-red/web-noise-suppressor/rnnoise.wasm?url'),
      import('@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url'),
    ]);
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: wasm.default, simdUrl: simd.default }),
      context.audioWorklet.addModule(worklet.default),
    ]);
    return new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 });
  }
  if (kind === 'gtcrn') {
    const [{ GtcrnWorkletNode, loadGtcrn }, worklet, wasm] = await Promise.all([
      import('@sapphi-red/web-noise-suppressor'),
      import('@sapphi-red/web-noise-suppressor/gtcrnWorklet.js?url'),
      import('@sapphi-red/web-noise-suppressor/gtcrn.wasm?url'),
    ]);
    const [wasmBinary] = await Promise.all([
      loadGtcrn({ url: wasm.default }),
      context.audioWorklet.addModule(worklet.default),
    ]);
    return new GtcrnWorkletNode(context, { wasmBinary, maxChannels: 1 });
  }
  // The browser's own works on the track, before it comes here.
  return null;
}
