import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { ffmpegBin } from '../kit/tools.ts';

const CACHE = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
const SECONDS = 20;
const RATE = 60;
const KEY_FRAME_EVERY = 2 * RATE;
/** Grows with each change below, so that an old file is not mistaken for the new one. */
const VERSION = 1;

/** 1080p60 H.264 and AAC of about 6.2 Mbps with a key frame every 2 s. */
const ARGS = [
  ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
  ...['-f', 'lavfi', '-i', `testsrc2=size=1920x1080:rate=${RATE}`],
  ...['-f', 'lavfi', '-i', 'anoisesrc=sample_rate=48000:amplitude=0.3:seed=3'],
  ...['-t', String(SECONDS), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0'],
  ...['-b:v', '6000k', '-minrate', '6000k', '-maxrate', '6000k', '-bufsize', '3000k'],
  ...['-g', String(KEY_FRAME_EVERY), '-keyint_min', String(KEY_FRAME_EVERY), '-sc_threshold', '0'],
  ...['-c:a', 'aac', '-b:a', '160k', '-ac', '2', '-f', 'flv'],
];

/** The FLV file that every method is measured with; encoded once, then kept in `.cache/bench`. */
export async function prepareInput(say: (line: string) => void): Promise<string> {
  const file = join(CACHE, `input-1080p60-v${VERSION}.flv`);
  if (existsSync(file)) return file;
  say('Encoding the test input once (1080p60, 20 s) …');
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  const encoder = new Child({ name: 'FFmpeg', file: ffmpegBin(), args: [...ARGS, half] });
  const { code } = await encoder.exited;
  if (code !== 0) throw new Error(`The test input could not be encoded. ${encoder.lastOutput.trim()}`);
  renameSync(half, file);
  return file;
}
