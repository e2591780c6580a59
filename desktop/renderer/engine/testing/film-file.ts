import {
  AudioBufferSource,
  BufferTarget,
  CanvasSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';

const RATE = 30;
const SIZE = { width: 320, height: 180 };

export interface FilmPart {
  /** Of CSS; `transparent` is seen through. */
  colour: string;
  seconds: number;
}

/** A file of plain pictures one after the other, with a tone of 440 Hz at 44.1 kHz. */
export async function filmFile(
  parts: readonly FilmPart[],
  { transparent = false, rotation = 0 }: { transparent?: boolean; rotation?: 0 | 90 } = {},
): Promise<Blob> {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext('2d');
  const target = new BufferTarget();
  const format = transparent ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format, target });
  const pictures = new CanvasSource(canvas, {
    codec: transparent ? 'vp9' : 'avc',
    bitrate: 500_000,
    alpha: transparent ? 'keep' : 'discard',
  });
  const sound = new AudioBufferSource({ codec: 'opus', bitrate: 96_000 });
  output.addVideoTrack(pictures, { frameRate: RATE, rotation });
  output.addAudioTrack(sound);
  await output.start();
  let at = 0;
  for (const { colour, seconds } of parts) {
    context?.clearRect(0, 0, SIZE.width, SIZE.height);
    if (context !== null) context.fillStyle = colour;
    context?.fillRect(0, 0, SIZE.width, SIZE.height);
    for (let frame = 0; frame < seconds * RATE; frame += 1) {
      await pictures.add(at, 1 / RATE);
      at += 1 / RATE;
    }
  }
  await sound.add(toneOf(at));
  await output.finalize();
  return new Blob([target.buffer ?? new ArrayBuffer(0)]);
}

function toneOf(seconds: number): AudioBuffer {
  const sampleRate = 44_100;
  const buffer = new AudioBuffer({
    sampleRate,
    length: Math.round(seconds * sampleRate),
    numberOfChannels: 1,
  });
  const samples = Float32Array.from(
    { length: buffer.length },
    (_, index) => 0.25 * Math.sin((2 * Math.PI * 440 * index) / sampleRate),
  );
  buffer.copyToChannel(samples, 0);
  return buffer;
}
