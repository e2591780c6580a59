import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packetsOf, probe } from './recording.ts';
import { ffmpegBin } from './tools.ts';

const run = promisify(execFile);
const MOST_BYTES = 256 * 2 ** 20;
const SAMPLE_RATE = 48_000;
/** A window for the level of a tone, and how far apart windows begin, in samples. */
const WINDOW = 480;
const STEP = 48;

type Colour = readonly [red: number, green: number, blue: number];

async function decode(file: string, args: readonly string[]): Promise<Buffer> {
  const all = ['-v', 'error', '-i', file, ...args, '-'];
  const { stdout } = await run(ffmpegBin(), all, { encoding: 'buffer', maxBuffer: MOST_BYTES });
  return stdout;
}

/** A picture at a time of the recording's own clock, scaled or cut by FFmpeg's filters. */
async function pictureAt(file: string, seconds: number, filters: readonly string[] = []): Promise<Buffer> {
  const raw = ['-frames:v', '1', ...filters, '-pix_fmt', 'rgb24', '-f', 'rawvideo'];
  return await decode(file, ['-ss', String(seconds), ...raw]);
}

/** One pixel of a recording: `x` and `y` from 0 to 1, averaged over a ninth of the height. */
export async function colourAt(
  file: string,
  { seconds, x, y }: { seconds: number; x: number; y: number },
): Promise<Colour> {
  const [wide, high] = [16, 9];
  const pixels = await pictureAt(file, seconds, ['-vf', `scale=${wide}:${high}:flags=area`]);
  const at = (Math.floor(y * high) * wide + Math.floor(x * wide)) * 3;
  return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
}

/** One decoded picture: what is seen in a recording. */
export class Still {
  readonly #pixels: Buffer;
  readonly #width: number;

  constructor(pixels: Buffer, width: number) {
    this.#pixels = pixels;
    this.#width = width;
  }

  /** The colour around a place, in pixels: the mean of 5 × 5. */
  at(x: number, y: number): Colour {
    const sums = [0, 0, 0];
    for (let down = -2; down <= 2; down += 1) {
      for (let across = -2; across <= 2; across += 1) {
        const at = (Math.round(y + down) * this.#width + Math.round(x + across)) * 3;
        for (const index of [0, 1, 2]) sums[index] = (sums[index] ?? 0) + (this.#pixels[at + index] ?? 0);
      }
    }
    const [red = 0, green = 0, blue = 0] = sums.map((sum) => Math.round(sum / 25));
    return [red, green, blue];
  }
}

/** The picture at a time of the recording's own clock, in the size it was recorded in. */
export async function stillAt(
  file: string,
  { seconds, width }: { seconds: number; width: number },
): Promise<Still> {
  return new Still(await pictureAt(file, seconds), width);
}

/** A channel of the sound, at 48 kHz, placed on the recording's own clock: the first sample is at 0 s. */
export async function samplesOf(file: string, channel: 0 | 1): Promise<Float32Array> {
  const placed = `pan=mono|c0=c${channel},aresample=${SAMPLE_RATE}:async=1:first_pts=0`;
  const bytes = await decode(file, ['-vn', '-af', placed, '-f', 'f32le']);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)));
}

/** The mean volume of a recording's sound, in dBFS. */
export async function meanVolume(file: string): Promise<number> {
  const args = ['-nostats', '-i', file, '-vn', '-af', 'volumedetect', '-f', 'null', '-'];
  const { stderr } = await run(ffmpegBin(), args);
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1] ?? Number.NEGATIVE_INFINITY);
}

/** The level of a tone in dBFS of its peak, in these samples (Goertzel's algorithm). */
function toneLevel(samples: Float32Array, hertz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample + coefficient * last - before];
  const power = last * last + before * before - coefficient * last * before;
  return 20 * Math.log10((2 * Math.sqrt(Math.max(power, 1e-12))) / samples.length);
}

/** The mean level of all sound between two times in s: its RMS in dBFS. */
export function levelBetween(samples: Float32Array, { from, to }: { from: number; to: number }): number {
  const part = samples.subarray(Math.round(from * SAMPLE_RATE), Math.round(to * SAMPLE_RATE));
  let sum = 0;
  for (const sample of part) sum += sample * sample;
  return 10 * Math.log10(Math.max(1e-12, sum / Math.max(1, part.length)));
}

/**
 * The level of a tone, in dBFS of its peak, in tenths of a second between two times in s: that which nine of ten do not
 * reach, because a computer that is busy with other things leaves pieces of sound out.
 */
export function toneBetween(
  samples: Float32Array,
  hertz: number,
  { from, to }: { from: number; to: number },
): number {
  const part = samples.subarray(Math.round(from * SAMPLE_RATE), Math.round(to * SAMPLE_RATE));
  const tenth = SAMPLE_RATE / 10;
  const levels = Array.from({ length: Math.floor(part.length / tenth) }, (_, index) =>
    toneLevel(part.subarray(index * tenth, (index + 1) * tenth), hertz),
  );
  return levels.sort((one, other) => one - other)[Math.floor(levels.length * 0.9)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

/** When a tone begins, each time that it does, in s: it gets louder than half of its loudest. */
export function beginningsOf(samples: Float32Array, hertz: number): number[] {
  const levels: number[] = [];
  for (let at = 0; at + WINDOW <= samples.length; at += STEP) {
    levels.push(10 ** (toneLevel(samples.subarray(at, at + WINDOW), hertz) / 20));
  }
  // Half of the tone lies in the window that is half as loud: it begins in the middle of that.
  return risesOf(levels).map((index) => (index * STEP + WINDOW / 2) / SAMPLE_RATE);
}

/** When an area of the picture gets bright, each time that it does, in s. Shares of the picture's width and height. */
export async function flashesIn(
  file: string,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): Promise<number[]> {
  const area = `crop=iw*${width}:ih*${height}:iw*${x}:ih*${y},scale=1:1:flags=area,format=gray`;
  const [bytes, recording] = await Promise.all([
    decode(file, ['-an', '-fps_mode', 'passthrough', '-vf', area, '-f', 'rawvideo']),
    probe(file),
  ]);
  const times = packetsOf(recording, 'video').map(({ pts_time }) => pts_time);
  return risesOf([...bytes]).map((index) => times[index] ?? Number.NaN);
}

/** Where values that were low become higher than half of the highest. */
function risesOf(values: readonly number[]): number[] {
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const rises: number[] = [];
  let isHigh = true;
  for (const [index, value] of values.entries()) {
    if (!isHigh && value > high / 2) rises.push(index);
    isHigh = isHigh ? value > high / 4 : value > high / 2;
  }
  return rises;
}
