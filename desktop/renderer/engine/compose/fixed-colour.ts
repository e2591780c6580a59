/** What a frame says of its own colours, so that encoders convert it to BT.709 in limited range and say so. */
const COLOUR: VideoColorSpaceInit = {
  matrix: 'rgb',
  primaries: 'bt709',
  transfer: 'bt709',
  fullRange: false,
};

/**
 * Frames of a canvas in the colours that players expect. A frame made of a canvas directly is encoded with samples in
 * limited range and a header that says full range and sRGB: players that believe the header show grey blacks.
 */
export class FixedColour {
  #buffer = new Uint8Array(0);

  /** The caller closes the frame. `timestamp` is in µs. */
  async frameOf(canvas: OffscreenCanvas, timestamp: number): Promise<VideoFrame> {
    const raw = new VideoFrame(canvas, { timestamp, alpha: 'discard' });
    try {
      const { format, codedWidth, codedHeight } = raw;
      if (format === null) throw new Error('The canvas has a format that cannot be read.');
      const size = raw.allocationSize();
      if (this.#buffer.length !== size) this.#buffer = new Uint8Array(size);
      await raw.copyTo(this.#buffer);
      return new VideoFrame(this.#buffer, {
        format,
        codedWidth,
        codedHeight,
        timestamp,
        colorSpace: COLOUR,
      });
    } finally {
      raw.close();
    }
  }
}
