import { CANVAS_NAMES, type CanvasName } from '@neustream/shared/studio/scenes.ts';
import { create } from 'zustand';
import type { Engine, PublishState, PublishStats } from '../engine/public.ts';
import { type QualityPreset, SMALLEST_QUALITY } from './presets.ts';

/** What is published, and where to. */
export interface OnAir {
  sourceId: string;
  sessionId: string;
  target: { url: string; path: string; key: string };
  canvas: CanvasName;
  preset: QualityPreset;
}

/** A canvas on its way to viewers. */
export interface Show {
  onAir: OnAir;
  publish: PublishState;
  stats: PublishStats | null;
}

type Quality = Pick<QualityPreset, 'width' | 'height' | 'frameRate'>;

interface BroadcastState {
  /** Null for a canvas that is not on air. */
  shows: Readonly<Record<CanvasName, Show | null>>;
}

const NOTHING: BroadcastState = { shows: { landscape: null, portrait: null } };

/** What this window publishes. */
export const useBroadcast = create<BroadcastState>()(() => NOTHING);

/** The canvases that are on air. */
export function canvasesOnAir({ shows }: BroadcastState): CanvasName[] {
  return CANVAS_NAMES.filter((canvas) => shows[canvas] !== null);
}

/** Publishes the programme of one window: either canvas, or both at once. */
export class Broadcast {
  readonly #engine: Engine;
  readonly #stop: () => void;
  readonly #composed = new Map<CanvasName, Quality>();
  #listener: (quality: Quality) => void = () => undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    useBroadcast.setState(NOTHING);
    this.#stop = engine.on((message) => {
      if (message.type === 'publish-state') this.#note(message.id, { publish: message.state });
      if (message.type === 'publish-stats') this.#note(message.id, { stats: message.stats });
    });
  }

  /** Calls back with the best quality of any canvas whenever that may have changed. */
  onQuality(listener: (quality: Quality) => void): void {
    this.#listener = listener;
  }

  /** A canvas is composed in this quality from now on. */
  compose(canvas: CanvasName, { width, height, frameRate }: Quality): void {
    this.#composed.set(canvas, { width, height, frameRate });
    const all = [...this.#composed.values()];
    this.#listener({
      width: Math.max(...all.map((one) => one.width)),
      height: Math.max(...all.map((one) => one.height)),
      frameRate: Math.max(...all.map((one) => one.frameRate)),
    });
    this.#engine.send({ type: 'canvas', canvas, size: this.composed(canvas) });
  }

  /** The size and rate in which a canvas is composed. */
  composed(canvas: CanvasName): Quality {
    return turned(canvas, this.#composed.get(canvas) ?? SMALLEST_QUALITY);
  }

  start(onAir: OnAir): void {
    const { preset, canvas, target } = onAir;
    this.compose(canvas, preset);
    this.#put(canvas, { onAir, publish: { state: 'connecting' }, stats: null });
    this.#engine.send({
      type: 'publish',
      id: publishId(canvas),
      canvas,
      target,
      video: { ...this.composed(canvas), bitrate: preset.videoBitrate },
      audioBitrate: preset.audioBitrate,
    });
  }

  stop(canvas: CanvasName): void {
    this.#engine.send({ type: 'stop-publish', id: publishId(canvas) });
    this.#put(canvas, null);
  }

  close(): void {
    this.#stop();
  }

  #note(id: string, news: Partial<Show>): void {
    const canvas = CANVAS_NAMES.find((name) => publishId(name) === id);
    if (canvas === undefined) return;
    const show = useBroadcast.getState().shows[canvas];
    // What was said before the engine heard that it is over brings nothing back.
    if (show !== null) this.#put(canvas, { ...show, ...news });
  }

  #put(canvas: CanvasName, show: Show | null): void {
    useBroadcast.setState(({ shows }) => ({ shows: { ...shows, [canvas]: show } }));
  }
}

function publishId(canvas: CanvasName): string {
  return `programme ${canvas}`;
}

/** A quality as the canvas has it: presets are wide. */
function turned(canvas: CanvasName, { width, height, frameRate }: Quality): Quality {
  return canvas === 'portrait' ? { width: height, height: width, frameRate } : { width, height, frameRate };
}
