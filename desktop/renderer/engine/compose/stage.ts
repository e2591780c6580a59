import { CANVASES, type CanvasName } from '@neustream/shared/studio/scenes.ts';
import type { CanvasStats, Change, DrawnLayer } from '../protocol.ts';
import { FixedColour } from './fixed-colour.ts';
import type { Input } from './input.ts';
import { openFrames } from './input.ts';
import { paint } from './paint.ts';
import { Programme } from './programme.ts';
import { Ticker } from './ticker.ts';

/** Takes the programme's frames: an encoder, or a track of the page. */
export interface FrameConsumer {
  /** Whether it can take one more now. */
  wants(): boolean;
  /** Keeps a clone if it needs the frame after the call: the frame is closed then. `timestamp` is in µs. */
  take(frame: VideoFrame): void;
}

export interface StageSize {
  width: number;
  height: number;
  /** Frames per second. */
  frameRate: number;
}

/** A canvas element on the page that shows a picture. */
interface Surface {
  of: 'programme' | 'preview';
  canvas: OffscreenCanvas;
}

const SURFACE_RATE = 30;
const MOST_DELAYS = 600;

/** One canvas of the studio: composes its picture at a steady rate, shows it, and hands it on. */
export class Stage {
  readonly name: CanvasName;
  readonly #inputs: ReadonlyMap<string, Input>;
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #programme = new Programme();
  readonly #colour = new FixedColour();
  readonly #ticker: Ticker;
  readonly #size: StageSize;
  readonly #surfaces = new Map<string, Surface>();
  readonly #consumers = new Set<FrameConsumer>();
  #preview: readonly DrawnLayer[] | null = null;
  #ticks = 0;
  #composed = 0;
  #composeMs = 0;
  #delays: number[] = [];
  /** When the frame came whose delay was noted last. */
  #notedAt = 0;
  #busy = false;
  #lastTimestamp = 0;

  constructor(name: CanvasName, size: StageSize, inputs: ReadonlyMap<string, Input>) {
    this.name = name;
    this.#size = size;
    this.#inputs = inputs;
    this.#canvas = new OffscreenCanvas(size.width, size.height);
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('This browser draws no pictures in a worker.');
    this.#context = context;
    this.#context.scale(size.width / CANVASES[name].width, size.height / CANVASES[name].height);
    this.#ticker = new Ticker(size.frameRate, () => void this.#tick());
  }

  get size(): StageSize {
    return this.#size;
  }

  show(layers: readonly DrawnLayer[], change: Change): void {
    this.#programme.show(layers, change, performance.now());
  }

  preview(layers: readonly DrawnLayer[] | null): void {
    this.#preview = layers;
  }

  addSurface(id: string, of: Surface['of'], canvas: OffscreenCanvas): void {
    this.#surfaces.set(id, { of, canvas });
  }

  surface(id: string): OffscreenCanvas | null {
    return this.#surfaces.get(id)?.canvas ?? null;
  }

  removeSurface(id: string): void {
    this.#surfaces.delete(id);
  }

  /** Moves what does not depend on size and rate to a stage that replaces this one. */
  handOver(next: Stage, layers: readonly DrawnLayer[]): void {
    for (const [id, { of, canvas }] of this.#surfaces) next.addSurface(id, of, canvas);
    for (const consumer of this.#consumers) next.add(consumer);
    next.preview(this.#preview);
    next.show(layers, { kind: 'cut' });
    this.close();
  }

  add(consumer: FrameConsumer): void {
    this.#consumers.add(consumer);
  }

  remove(consumer: FrameConsumer): void {
    this.#consumers.delete(consumer);
  }

  stats(): CanvasStats {
    const delays = this.#delays.sort((one, other) => one - other);
    const p95 = delays[Math.floor(delays.length * 0.95)] ?? 0;
    this.#delays = [];
    return { due: this.#ticker.due, composed: this.#composed, composeMs: this.#composeMs, delayMs: p95 };
  }

  close(): void {
    this.#ticker.stop();
  }

  async #tick(): Promise<void> {
    const began = performance.now();
    this.#ticks += 1;
    // Nobody looks: neither the page, nor viewers.
    if (this.#consumers.size === 0 && this.#surfaces.size === 0) return;
    this.#programme.paint(this.#context, this.#inputs, began);
    this.#noteDelay(began);
    this.#showSurfaces();
    // The last frame is still being made: this one is left out.
    if (!this.#busy && [...this.#consumers].some((consumer) => consumer.wants())) await this.#handOn(began);
    else if (this.#consumers.size === 0) this.#composed += 1;
    this.#composeMs = this.#composeMs * 0.9 + (performance.now() - began) * 0.1;
  }

  async #handOn(now: number): Promise<void> {
    this.#busy = true;
    try {
      // The same clock for every canvas and for sound: whole µs since the epoch.
      const timestamp = Math.max(this.#lastTimestamp + 1, Math.round((performance.timeOrigin + now) * 1000));
      this.#lastTimestamp = timestamp;
      const frame = await this.#colour.frameOf(this.#canvas, timestamp);
      openFrames.count += 1;
      try {
        for (const consumer of this.#consumers) if (consumer.wants()) consumer.take(frame);
        this.#composed += 1;
      } finally {
        frame.close();
        openFrames.count -= 1;
      }
    } catch {
      // Out of memory for a moment, for example: the next frame is tried again.
    } finally {
      this.#busy = false;
    }
  }

  #noteDelay(now: number): void {
    let newest = 0;
    for (const input of this.#inputs.values()) if (input.count > 1) newest = Math.max(newest, input.at);
    // One that stands still grows no older.
    if (newest <= this.#notedAt) return;
    this.#notedAt = newest;
    if (this.#delays.length < MOST_DELAYS) this.#delays.push(now - newest);
  }

  #showSurfaces(): void {
    const every = Math.max(1, Math.round(this.#size.frameRate / SURFACE_RATE));
    if (this.#ticks % every !== 0) return;
    for (const { of, canvas } of this.#surfaces.values()) {
      const context = canvas.getContext('2d', { alpha: false });
      if (context === null || canvas.width < 2) continue;
      if (of === 'programme') {
        context.resetTransform();
        context.drawImage(this.#canvas, 0, 0, canvas.width, canvas.height);
      } else if (this.#preview !== null) {
        const { width, height } = CANVASES[this.name];
        context.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
        paint(context, { layers: this.#preview, inputs: this.#inputs });
      }
    }
  }
}
