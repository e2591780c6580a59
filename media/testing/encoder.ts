import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { type PipedChild, startPipedChild } from '@neustream/shared/node/piped-child.ts';
import { findFfmpeg } from '../transcode/find-ffmpeg.ts';

export interface EncoderOptions {
  /** Whole address with key. */
  url: string;
  fps?: number;
  /** In frames. */
  keyFrameEvery?: number;
  size?: string;
  videoArgs?: readonly string[];
  audioArgs?: readonly string[];
  format?: string;
}

const H264 = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-tune',
  'zerolatency',
  '-sc_threshold',
  '0',
  '-b:v',
  '800k',
];
const AAC = ['-c:a', 'aac', '-b:a', '96k'];

/** FFmpeg as an encoder: a test picture and a tone, at real speed. */
export class Encoder {
  readonly lines: string[] = [];
  readonly startedAt = Date.now();
  readonly #child: PipedChild;

  constructor(options: EncoderOptions) {
    const ffmpeg = findFfmpeg(process.env.FFMPEG_BIN ?? null);
    if (ffmpeg === null) {
      throw new AppError({ code: 'NO_FFMPEG', fault: 'user', message: 'No FFmpeg.', action: 'Install it.' });
    }
    this.#child = startPipedChild({
      file: ffmpeg,
      args: encoderArgs(options),
      onLine: (line) => this.lines.push(line),
    });
  }

  get exited(): Promise<unknown> {
    return this.#child.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop();
  }
}

function encoderArgs(options: EncoderOptions): string[] {
  const { url, fps = 30, keyFrameEvery = fps, size = '320x180', format = 'flv' } = options;
  const { videoArgs = H264, audioArgs = AAC } = options;
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-re'],
    ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}`],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
    ...['-pix_fmt', 'yuv420p', '-g', String(keyFrameEvery), '-keyint_min', String(keyFrameEvery)],
    ...videoArgs,
    ...audioArgs,
    ...['-f', format, url],
  ];
}
