/**
 * Silent sound for encoders that send none: platforms want a sound track. AAC-LC at 48 kHz in stereo, whose frames of
 * 1024 samples are all the same bytes.
 */

/** A picture that has gone without sound for this long, in ms of its timestamps, gets silence. */
export const SILENCE_AFTER_MS = 500;
/** AudioSpecificConfig (ISO 14496-3, 1.6.2.1): AAC-LC, 48 kHz, two channels; behind an FLV tag's first two bytes. */
export const SILENCE_HEADER: Buffer = Buffer.from([0xaf, 0x00, 0x11, 0x90]);
/** One raw data block (ISO 14496-3, 4.4.2.1): a pair of channels without any spectrum. */
export const SILENT_FRAME: Buffer = Buffer.from([
  0xaf, 0x01, 0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80,
]);
const SAMPLES = 1024;
const SAMPLES_PER_MS = 48;

/** When the next silent frame is due, paced by the picture. */
export class Silence {
  readonly #since: number;
  #frames = 0;

  /** @param since where on the line it begins, in ms */
  constructor(since: number) {
    this.#since = since;
  }

  /** Timestamps of the frames that are due until the picture's `timestamp`, in ms. */
  *due(timestamp: number): Generator<number> {
    for (let at = this.#next(); at <= timestamp; at = this.#next()) {
      this.#frames += 1;
      yield at;
    }
  }

  #next(): number {
    return this.#since + Math.round((this.#frames * SAMPLES) / SAMPLES_PER_MS);
  }
}
