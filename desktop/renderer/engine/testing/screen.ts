import { CANVASES } from '@neustream/shared/studio/scenes.ts';
import { expect, vi } from 'vitest';
import { createEngine, type DrawnLayer, type FromWorker } from '../public.ts';

export type Colour = readonly [red: number, green: number, blue: number];

const SIZE = { width: 320, height: 180, frameRate: 30 };
/** Films are encoded in other colours than they were drawn in, a little. */
const TOLERANCE = 40;

/** An engine whose landscape programme is seen on the page, and everything that it has said. */
export class Screen {
  readonly engine = createEngine();
  readonly said: FromWorker[] = [];
  readonly #picture = document.createElement('canvas');
  readonly #probe = new OffscreenCanvas(SIZE.width, SIZE.height).getContext('2d', {
    willReadFrequently: true,
  });

  constructor() {
    this.engine.on((message) => this.said.push(message));
    this.engine.send({ type: 'canvas', canvas: 'landscape', size: SIZE });
    document.body.append(this.#picture);
    const surface = this.#picture.transferControlToOffscreen();
    const { width, height } = SIZE;
    this.engine.send({ type: 'surface', id: 'seen', canvas: 'landscape', of: 'programme', surface }, [
      surface,
    ]);
    this.engine.send({ type: 'surface-size', id: 'seen', width, height });
  }

  /** Shows these layers at once. */
  show(layers: readonly DrawnLayer[]): void {
    this.engine.send({ type: 'programme', canvas: 'landscape', layers, change: { kind: 'cut' } });
  }

  /** What is seen now at a place, in pixels of the canvas. */
  colourAt(x: number, y: number): Colour {
    const scale = SIZE.width / CANVASES.landscape.width;
    if (this.#probe === null) throw new Error('This browser draws nothing.');
    this.#probe.drawImage(this.#picture, 0, 0);
    const { data } = this.#probe.getImageData(Math.floor(x * scale), Math.floor(y * scale), 1, 1);
    return [data[0] ?? 0, data[1] ?? 0, data[2] ?? 0];
  }

  /** Waits until these colours are seen at these places. */
  async sees(places: readonly { at: readonly [number, number]; colour: Colour }[]): Promise<void> {
    await vi.waitFor(
      () => {
        for (const { at, colour } of places) {
          const seen = this.colourAt(...at);
          const off = Math.max(...seen.map((value, index) => Math.abs(value - (colour[index] ?? 0))));
          expect(off, `at ${at.join(', ')}: ${seen.join(', ')} for ${colour.join(', ')}`).toBeLessThan(
            TOLERANCE,
          );
        }
      },
      { timeout: 10_000, interval: 30 },
    );
  }

  /** Everything of one kind that was said. */
  of<T extends FromWorker['type']>(type: T): Extract<FromWorker, { type: T }>[] {
    return this.said.filter((message): message is Extract<FromWorker, { type: T }> => message.type === type);
  }

  close(): void {
    this.#picture.remove();
    this.engine.close();
  }
}

/** A layer over the whole picture, unless said otherwise. */
export function layer(inputId: string, change: Partial<DrawnLayer> = {}): DrawnLayer {
  return {
    inputId,
    x: 0,
    y: 0,
    ...CANVASES.landscape,
    rotation: 0,
    crop: { left: 0, top: 0, right: 0, bottom: 0 },
    fit: 'stretch',
    opacity: 1,
    radius: 0,
    ...change,
  };
}
