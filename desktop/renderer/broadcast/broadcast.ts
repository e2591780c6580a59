import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';
import { CANVAS_NAMES, type CanvasName } from '@neustream/shared/studio/scenes.ts';
import { create } from 'zustand';
import type { Engine, PublishState, PublishStats } from '../engine/public.ts';
import type { QualityPreset } from './presets.ts';

const PUBLISH_ID = 'programme';
/** Where the session that is on air is remembered in this tab, so that a reload can take it up again. */
const KEPT = 'neustream.studio.on-air';

/** What is needed to publish to a session again. */
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
    keep(onAir);
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
    keep(null);
    useBroadcast.setState({ onAir: null, publish: null, stats: null });
  }

  close(): void {
    this.#stop();
  }
}

/** The address at which this page may publish; null where the server has none for it. */
export function directTarget(
  { direct }: Pick<IngestAddresses, 'direct'>,
  page: { protocol: string },
): OnAir['target'] | null {
  if (direct === null) return null;
  // Browsers let an encrypted page speak in the open to its own computer only.
  const { protocol, hostname } = new URL(direct.url);
  const isOpen = protocol === 'ws:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return isOpen && page.protocol === 'https:' ? null : direct;
}

/** What this tab had on air before it was loaded anew. */
export function keptOnAir(): OnAir | null {
  try {
    const text = sessionStorage.getItem(KEPT);
    return text === null ? null : (JSON.parse(text) as OnAir);
  } catch {
    return null;
  }
}

export function forgetOnAir(): void {
  keep(null);
}

function keep(onAir: OnAir | null): void {
  try {
    if (onAir === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(onAir));
  } catch {
    // A reload then begins anew.
  }
}
