import { type AudioSample, AudioSampleSink, type InputAudioTrack } from 'mediabunny';
import { CHANNELS, SAMPLE_RATE } from '../encode/sound-intake.ts';
import type { FilmClock } from './film-clock.ts';
import { Resampler } from './resampler.ts';

/** What the player in the audio graph is told, and what it says (`audio/worklets/player.ts`). */
export type ToPlayer = { left: Float32Array; right: Float32Array } | 'clear';
export interface FromPlayer {
  /** Samples that were played since the last `clear`. */
  played: number;
}

/** So much sound is sent ahead of what is played, in s. */
const AHEAD_S = 0.3;
const LOOK_EVERY_MS = 40;
/** A hole in the sound that is filled with silence; less is how decoders round, in samples. */
const HOLE = 480;

/** The sound of a film, decoded, at 48 kHz, on its way to the audio graph. */
export class FilmSound {
  readonly #track: InputAudioTrack;
  readonly #port: MessagePort;
  #played = 0;
  #sent = 0;
  #clock: FilmClock | null = null;

  constructor(track: InputAudioTrack, port: MessagePort) {
    this.#track = track;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<FromPlayer>) => {
      this.#played = data.played;
      // Once everything was played, the place stands still.
      if (data.played > 0 && data.played < this.#sent) {
        this.#clock?.heard(data.played / SAMPLE_RATE, performance.now());
      }
    };
  }

  /** Plays from the beginning, again and again where it loops. @param seconds how long the film is */
  async play(
    clock: FilmClock,
    { seconds, loop, stopped }: { seconds: number; loop: boolean; stopped: AbortSignal },
  ): Promise<void> {
    this.stop();
    await clock.began();
    if (stopped.aborted) return;
    this.#clock = clock;
    const passSamples = Math.round(seconds * SAMPLE_RATE);
    for (let pass = 0; !stopped.aborted && (loop || pass === 0); pass += 1) {
      await this.#pass(pass * passSamples, stopped);
      await this.#silence((pass + 1) * passSamples, stopped);
    }
  }

  stop(): void {
    this.#clock = null;
    this.#sent = 0;
    this.#played = 0;
    this.#port.postMessage('clear' satisfies ToPlayer);
  }

  close(): void {
    this.stop();
    this.#port.close();
  }

  async #pass(begin: number, stopped: AbortSignal): Promise<void> {
    let resampler: Resampler | null = null;
    for await (const sample of new AudioSampleSink(this.#track).samples()) {
      const { timestamp, sampleRate } = sample;
      const stereo = stereoOf(sample);
      sample.close();
      if (stopped.aborted) return;
      if (resampler === null) {
        resampler = new Resampler(sampleRate, SAMPLE_RATE, CHANNELS);
        await this.#silence(begin + Math.round(timestamp * SAMPLE_RATE), stopped);
      } else if (begin + timestamp * SAMPLE_RATE - this.#sent > HOLE + SAMPLE_RATE * 0.05) {
        await this.#silence(begin + Math.round(timestamp * SAMPLE_RATE), stopped);
      }
      await this.#send(resampler.push(stereo), stopped);
    }
    if (resampler !== null) await this.#send(resampler.flush(), stopped);
  }

  /** Nothing until there. */
  async #silence(until: number, stopped: AbortSignal): Promise<void> {
    while (this.#sent < until && !stopped.aborted) {
      const length = Math.min(SAMPLE_RATE / 10, until - this.#sent);
      await this.#send([new Float32Array(length), new Float32Array(length)], stopped);
    }
  }

  async #send([left, right]: Float32Array<ArrayBuffer>[], stopped: AbortSignal): Promise<void> {
    if (left === undefined || right === undefined || left.length === 0) return;
    while (this.#sent - this.#played > AHEAD_S * SAMPLE_RATE && !stopped.aborted) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    if (stopped.aborted) return;
    this.#sent += left.length;
    this.#port.postMessage({ left, right } satisfies ToPlayer, [left.buffer, right.buffer]);
  }
}

/** Two channels of any number: those at the back and in the middle are heard on both sides (ITU-R BS.775). */
function stereoOf(sample: AudioSample): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const { numberOfFrames: length, numberOfChannels: count } = sample;
  const channels = Array.from({ length: count }, (_, planeIndex) => {
    const plane = new Float32Array(length);
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
  const [left = new Float32Array(length), right = left.slice(), middle, , backLeft, backRight] = channels;
  for (const [side, back] of [
    [left, backLeft],
    [right, backRight],
  ] as const) {
    if (count < 3) break;
    for (let index = 0; index < length; index += 1) {
      const rest = (middle?.[index] ?? 0) + (back?.[index] ?? 0);
      side[index] = (side[index] ?? 0) + Math.SQRT1_2 * rest;
    }
  }
  return [left, right];
}
