import { CANVAS_NAMES, type CanvasName } from '@neustream/shared/studio/scenes.ts';
import { create } from 'zustand';
import type { Engine, PublishState, PublishStats } from '../engine/public.ts';
import type { QualityPreset } from './presets.ts';

const PUBLISH_ID = 'programme';

/** What is published, and where to. */
export interface OnAir {
  sourceId: string;
  sessionId: string;
  target: { url: string; path: string; key: string };
  canvas: CanvasName;
  preset: QualityPreset;
}

type Quality = Pick<QualityPreset, 'width' | 'height' | 'frameRate'>;

interface BroadcastState {
  onAir: OnAir | null;
  publish: PublishState | null;
  stats: PublishStats | null;
}

/** What this window publishes. */
export const useBroadcast = create<BroadcastState>()(() => ({ onAir: null, publish: null, stats: null }));

/** Publishes the programme of one window. */
export class Broadcast {
  readonly #engine: Engine;
  readonly #stop: () => void;
  #listener: (quality: Quality) => void = () => undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    useBroadcast.setState({ onAir: null, publish: null, stats: null });
    this.#stop = engine.on((message) => {
      // What was said before it heard that it is over.
      if (useBroadcast.getState().onAir === null) return;
      if (message.type === 'publish-state') useBroadcast.setState({ publish: message.state });
      if (message.type === 'publish-stats') useBroadcast.setState({ stats: message.stats });
    });
  }

  /** Calls back with each quality that is composed from now on. */
  onQuality(listener: (quality: Quality) => void): void {
    this.#listener = listener;
  }

  /** The canvases are composed in this quality from now on. */
  compose(quality: Quality): void {
    this.#listener(quality);
    const { width, height, frameRate } = quality;
    for (const canvas of CANVAS_NAMES) {
      const [long, short] = [Math.max(width, height), Math.min(width, height)];
      const size = canvas === 'landscape' ? { width: long, height: short } : { width: short, height: long };
      this.#engine.send({ type: 'canvas', canvas, size: { ...size, frameRate } });
    }
  }

  start(onAir: OnAir): void {
    const { preset, canvas, target } = onAir;
    this.compose(preset);
    useBroadcast.setState({ onAir, publish: { state: 'connecting' }, stats: null });
    const turned = canvas === 'portrait';
    this.#engine.send({
      type: 'publish',
      id: PUBLISH_ID,
      canvas,
      target,
      video: {
        width: turned ? preset.height : preset.width,
        height: turned ? preset.width : preset.height,
        frameRate: preset.frameRate,
        bitrate: preset.videoBitrate,
      },
      audioBitrate: preset.audioBitrate,
    });
  }

  stop(): void {
    this.#engine.send({ type: 'stop-publish', id: PUBLISH_ID });
    useBroadcast.setState({ onAir: null, publish: null, stats: null });
  }

  close(): void {
    this.#stop();
  }
}
