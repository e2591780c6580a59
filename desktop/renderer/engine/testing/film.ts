/** A moving picture of one colour, as a camera's track: its size can change on the way, as that of a shared window does. */
export class Film {
  readonly track: MediaStreamTrack;
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #paint: (context: CanvasRenderingContext2D) => void;
  #drawing = 0;
  #count = 0;

  /** @param paint draws it over the whole canvas, whatever its size */
  constructor(size: { width: number; height: number }, paint: (context: CanvasRenderingContext2D) => void) {
    const context = this.#canvas.getContext('2d');
    const [track] = this.#canvas.captureStream(30).getVideoTracks();
    if (context === null || track === undefined) throw new Error('This browser films no canvas.');
    this.#context = context;
    this.#paint = paint;
    this.track = track;
    this.resize(size);
    this.#draw();
  }

  resize({ width, height }: { width: number; height: number }): void {
    [this.#canvas.width, this.#canvas.height] = [width, height];
    this.#paint(this.#context);
  }

  end(): void {
    cancelAnimationFrame(this.#drawing);
    this.track.stop();
  }

  readonly #draw = () => {
    this.#paint(this.#context);
    // Nothing is filmed of a canvas that does not change.
    this.#count += 1;
    this.#context.fillStyle = this.#count % 2 === 0 ? '#000001' : '#000002';
    this.#context.fillRect(this.#canvas.width - 1, this.#canvas.height - 1, 1, 1);
    this.#drawing = requestAnimationFrame(this.#draw);
  };
}

/** Four quarters: red, green, blue and white, from the top left. */
export function quarters(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffffff'];
  for (const [index, colour] of colours.entries()) {
    context.fillStyle = colour;
    const [x, y] = [(index % 2) * (width / 2), Math.floor(index / 2) * (height / 2)];
    context.fillRect(x, y, width / 2, height / 2);
  }
}
