/**
 * Silent sound for encoders that send none: platforms want a sound track. AAC-LC at 48 kHz in stereo, whose frames of
 * 1024 samples are all the same bytes.
 */

/** A picture that has gone without sound for this long, in ms of its timestamps, gets silence. */
const SILENCE_AFTER_MS = 500;
/** A picture that paused for longer, in ms, is taken up where it goes on: the pause has no sound either. */
const LONGEST_PAUSE_MS = 10_000;
/** AudioSpecificConfig (ISO 14496-3, 1.6.2.1): AAC-LC, 48 kHz, two channels; behind an FLV tag's first two bytes. */
export const SILENCE_HEADER: Buffer = Buffer.from([0xaf, 0x00, 0x11, 0x90]);
/** One raw data block (ISO 14496-3, 4.4.2.1): a pair of channels without any spectrum. */
export const SILENT_FRAME: Buffer = Buffer.from([
  0xaf, 0x01, 0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80,
]);
const SAMPLES = 1024;
const SAMPLES_PER_MS = 48;

/** The silence of one input, paced by its picture. */
export class Silence {
  #pictureSince: number | null = null;
  #added = false;
  #frames = 0;

  get added(): boolean {
    return this.#added;
  }

  /**
   * A picture without sound came. From its first one on, all frames of silence that are due are to be added.
   * @param timestamp of the picture, in ms on the session's line
   * @returns timestamps of silent frames
   */
  *due(timestamp: number): Generator<number> {
    this.#pictureSince ??= timestamp;
    this.#added ||= timestamp - this.#pictureSince >= SILENCE_AFTER_MS;
    if (!this.#added) return;
    if (timestamp - this.#next(this.#pictureSince) > LONGEST_PAUSE_MS) {
      this.#pictureSince = timestamp;
      this.#frames = 0;
    }
    for (let at = this.#next(this.#pictureSince); at <= timestamp; at = this.#next(this.#pictureSince)) {
      this.#frames += 1;
      yield at;
    }
  }

  #next(since: number): number {
    return since + Math.round((this.#frames * SAMPLES) / SAMPLES_PER_MS);
  }
}
