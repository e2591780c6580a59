import { Child } from '@neustream/shared/node/child.ts';
import { ffmpegBin } from './tools.ts';

export interface Picture {
  width: number;
  height: number;
  framesPerSecond: number;
  videoKbps: number;
  keyFrameSeconds: number;
}

/** Cheap enough for tests that run beside others. */
export const SMALL_PICTURE: Picture = {
  width: 320,
  height: 180,
  framesPerSecond: 30,
  videoKbps: 300,
  keyFrameSeconds: 1,
};

export const HD_PICTURE: Picture = {
  width: 1280,
  height: 720,
  framesPerSecond: 30,
  videoKbps: 2500,
  keyFrameSeconds: 2,
};

export interface EncoderOptions {
  /** Whole address with the key, such as `rtmp://127.0.0.1:1935/live/abc?key=…`. */
  url: string;
  picture?: Picture;
  /** FLV file that gets byte for byte what is sent. */
  copyTo?: string;
  /** Ends by itself after this long; else it goes on until stopped. */
  seconds?: number;
}

/** Arguments of FFmpeg for a moving test picture with a clock, and sound that never repeats. */
export function encoderArgs({ url, picture = SMALL_PICTURE, copyTo, seconds }: EncoderOptions): string[] {
  const { width, height, framesPerSecond: rate, videoKbps, keyFrameSeconds } = picture;
  const every = String(rate * keyFrameSeconds);
  const outputs =
    copyTo === undefined
      ? ['-f', 'flv', url]
      : ['-f', 'tee', `[f=flv]${url}|[f=flv:avioflags=direct]${copyTo}`];
  return [
    '-hide_banner',
    '-loglevel',
    'error',
    '-nostdin',
    '-re',
    ...['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${rate}`],
    '-re',
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:beep_factor=4'],
    ...['-f', 'lavfi', '-i', 'anoisesrc=sample_rate=48000:amplitude=0.02:seed=7'],
    ...['-filter_complex', '[1:a][2:a]amix=inputs=2:duration=first[sound]', '-map', '0:v', '-map', '[sound]'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ...['-b:v', `${videoKbps}k`, '-maxrate', `${videoKbps}k`, '-bufsize', `${videoKbps}k`],
    ...['-g', every, '-keyint_min', every, '-sc_threshold', '0'],
    ...['-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
    ...(seconds === undefined ? [] : ['-t', String(seconds)]),
    ...['-flags', '+global_header', '-flush_packets', '1', ...outputs],
  ];
}

/** Starts a real encoder: FFmpeg with a test picture, in real time. Stopping it unpublishes properly. */
export function startEncoder(options: EncoderOptions): Child {
  return new Child({ name: 'The test encoder', file: ffmpegBin(), args: encoderArgs(options) });
}
