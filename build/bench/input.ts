import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { ffmpegBin } from '../kit/tools.ts';

const CACHE = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
/** Grows with each change below, so that an old file is not mistaken for the new one. */
const VERSION = 1;

interface Picture {
  size: string;
  rate: number;
  /** Frames from one key frame to the next. */
  keyFrameEvery: number;
  bFrames: number;
  seconds: number;
}

export const INPUTS = {
  /** 1080p60 H.264 and AAC of about 6.2 Mbps with a key frame every 2 s, as platforms ask for. */
  '1080p60': { size: '1920x1080', rate: 60, keyFrameEvery: 120, bFrames: 0, seconds: 20 },
  /** What OBS sends when nobody has changed its settings: a key frame each 250 frames, and B-frames. */
  'obs-default': { size: '1280x720', rate: 30, keyFrameEvery: 250, bFrames: 2, seconds: 25 },
} as const satisfies Record<string, Picture>;

export type InputName = keyof typeof INPUTS;

function argsOf({ size, rate, keyFrameEvery, bFrames, seconds }: Picture): string[] {
  const group = String(keyFrameEvery);
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
    ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}`],
    ...['-f', 'lavfi', '-i', 'anoisesrc=sample_rate=48000:amplitude=0.3:seed=3'],
    ...['-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    ...[
      '-bf',
      String(bFrames),
      '-b:v',
      '6000k',
      '-minrate',
      '6000k',
      '-maxrate',
      '6000k',
      '-bufsize',
      '3000k',
    ],
    ...['-g', group, '-keyint_min', group, '-sc_threshold', '0'],
    ...['-c:a', 'aac', '-b:a', '160k', '-ac', '2', '-f', 'flv'],
  ];
}

/** An FLV file that methods are measured with; encoded once, then kept in `.cache/bench`. */
export async function prepareInput(name: InputName, say: (line: string) => void): Promise<string> {
  const file = join(CACHE, `input-${name}-v${VERSION}.flv`);
  if (existsSync(file)) return file;
  say(`Encoding the test input ${name} once …`);
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  const encoder = new Child({ name: 'FFmpeg', file: ffmpegBin(), args: [...argsOf(INPUTS[name]), half] });
  const { code } = await encoder.exited;
  if (code !== 0) throw new Error(`The test input could not be encoded. ${encoder.lastOutput.trim()}`);
  renameSync(half, file);
  return file;
}
