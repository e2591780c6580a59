import type { Change, DrawnLayer } from '../protocol.ts';
import type { Input } from './input.ts';
import { paint } from './paint.ts';

type Context = OffscreenCanvasRenderingContext2D;

interface Running {
  change: Exclude<Change, { kind: 'cut' }>;
  from: readonly DrawnLayer[];
  beganAt: number;
  askedAt: number;
}

/** A stinger's film that has not begun by then is not waited for any longer, in ms. */
const PATIENCE_MS = 1500;

/** What viewers see of one canvas: layers, and the change that is under way from one picture to the next. */
export class Programme {
  #layers: readonly DrawnLayer[] = [];
  #running: Running | null = null;
  #other: OffscreenCanvas | null = null;

  /** Shows these layers from now on. A change that is under way is cut short. */
  show(layers: readonly DrawnLayer[], change: Change, now: number): void {
    this.#running = change.kind === 'cut' ? null : { change, from: this.#layers, beganAt: now, askedAt: now };
    this.#layers = layers;
  }

  /** @param context scaled so that layers are drawn in pixels of the canvas */
  paint(context: Context, inputs: ReadonlyMap<string, Input>, now: number): void {
    const running = this.#running;
    if (running !== null && isAboutTo(running, inputs, now)) running.beganAt = now;
    const elapsed = running === null ? 0 : now - running.beganAt;
    if (running === null || elapsed >= running.change.durationMs) {
      this.#running = null;
      paint(context, { layers: this.#layers, inputs });
    } else if (running.change.kind === 'stinger') this.#sting(context, inputs, running, elapsed);
    else this.#fade(context, inputs, running.from, elapsed / running.change.durationMs);
  }

  #fade(
    context: Context,
    inputs: ReadonlyMap<string, Input>,
    from: readonly DrawnLayer[],
    share: number,
  ): void {
    const { width, height } = context.canvas;
    if (this.#other?.width !== width || this.#other.height !== height) {
      this.#other = new OffscreenCanvas(width, height);
    }
    const next = this.#other.getContext('2d', { alpha: false });
    paint(context, { layers: from, inputs });
    if (next === null) return;
    next.setTransform(context.getTransform());
    paint(next, { layers: this.#layers, inputs });
    const scale = context.getTransform();
    context.resetTransform();
    context.globalAlpha = share;
    context.drawImage(this.#other, 0, 0);
    context.globalAlpha = 1;
    context.setTransform(scale);
  }

  #sting(context: Context, inputs: ReadonlyMap<string, Input>, running: Running, elapsed: number): void {
    if (running.change.kind !== 'stinger') return;
    const { inputId, cutAtMs } = running.change;
    paint(context, { layers: elapsed < cutAtMs ? running.from : this.#layers, inputs });
    const film = inputs.get(inputId);
    if (film?.picture == null) return;
    const scale = context.getTransform();
    context.resetTransform();
    context.drawImage(film.picture.canvas, 0, 0, context.canvas.width, context.canvas.height);
    film.used();
    context.setTransform(scale);
  }
}

/** Whether its film is still being made ready: the scene changes beneath its pictures, whenever these come. */
function isAboutTo({ change, askedAt }: Running, inputs: ReadonlyMap<string, Input>, now: number): boolean {
  if (change.kind !== 'stinger' || now - askedAt > PATIENCE_MS) return false;
  return inputs.get(change.inputId)?.beganAt === null;
}
