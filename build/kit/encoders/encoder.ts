import { Child } from '@neustream/shared/node/child.ts';
import { ffmpegBin } from '../tools.ts';
import { type EncoderPreset, SMALL } from './presets.ts';

export interface EncoderOptions {
  /** Whole address with the key, such as `rtmp://127.0.0.1:1935/live/abc?key=…`. */
  url: string;
  preset?: EncoderPreset;
  /** FFmpeg arguments for a video codec other than H.264. */
  video?: readonly string[];
  /** FFmpeg arguments for an audio codec other than AAC. */
  audio?: readonly string[];
  /** `mpegts` for SRT. */
  format?: 'flv' | 'mpegts';
  /** FLV file that receives exactly the bytes that are sent. */
  copyTo?: string;
  /** The FFmpeg to use; the usual one unless given. */
  program?: string | undefined;
  /** Ends on its own after this long; otherwise it runs until stopped. */
  seconds?: number;
}

/** FFmpeg arguments for a moving test picture with a clock, and sound that never repeats. */
export function encoderArgs(options: EncoderOptions): string[] {
  const { url, preset = SMALL, video = h264(preset), audio = AAC, format = 'flv', copyTo, seconds } = options;
  const { width, height, framesPerSecond } = preset;
  const outputs =
    copyTo === undefined
      ? ['-f', format, url]
      : ['-f', 'tee', `[f=${format}]${url}|[f=flv:avioflags=direct]${copyTo}`];
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-re'],
    ...['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${framesPerSecond}`],
    ...soundOf(preset),
    ...video,
    ...audio,
    ...(seconds === undefined ? [] : ['-t', String(seconds)]),
    ...(format === 'flv' ? ['-flags', '+global_header', '-flush_packets', '1'] : []),
    ...outputs,
  ];
}

/** Starts a real encoder: FFmpeg with a test picture, in real time. Stopping it unpublishes properly. */
export function startEncoder(options: EncoderOptions): Child {
  const { program = ffmpegBin() } = options;
  return new Child({ name: 'The test encoder', file: program, args: encoderArgs(options) });
}

const AAC = ['-c:a', 'aac', '-b:a', '128k', '-ac', '2'];

function h264({ videoKbps, keyFrameEvery, x264 }: EncoderPreset): string[] {
  const every = String(keyFrameEvery);
  return [
    ...['-c:v', 'libx264', ...x264, '-pix_fmt', 'yuv420p'],
    ...['-b:v', `${videoKbps}k`, '-maxrate', `${videoKbps}k`, '-bufsize', `${videoKbps}k`],
    ...['-g', every, '-keyint_min', every],
  ];
}

function soundOf({ sound, soundRate }: EncoderPreset): string[] {
  if (sound === 'silence') {
    const nothing = `anullsrc=sample_rate=${soundRate}:channel_layout=stereo`;
    return ['-re', '-f', 'lavfi', '-i', nothing, '-map', '0:v', '-map', '1:a'];
  }
  return [
    ...['-re', '-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=${soundRate}:beep_factor=4`],
    ...['-f', 'lavfi', '-i', `anoisesrc=sample_rate=${soundRate}:amplitude=0.02:seed=7`],
    ...['-filter_complex', '[1:a][2:a]amix=inputs=2:duration=first[sound]', '-map', '0:v', '-map', '[sound]'],
  ];
}
