import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { ffmpegBin } from '../tools.ts';

/** Grows with each change of `CLIP`, so that an old file is not mistaken for a new one. */
const CLIP_FILE = fileURLToPath(new URL('../../../.cache/kit/clip-v1.flv', import.meta.url));
const CLIP = [
  ...['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30,noise=alls=40:allf=t'],
  ...['-f', 'lavfi', '-i', 'anoisesrc=sample_rate=48000:amplitude=0.2:seed=3'],
  ...['-t', '10', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0'],
  ...['-b:v', '8000k', '-minrate', '8000k', '-maxrate', '8000k', '-bufsize', '2000k', '-nal-hrd', 'cbr'],
  ...['-g', '30', '-keyint_min', '30', '-sc_threshold', '0', '-c:a', 'aac', '-b:a', '128k', '-f', 'flv'],
];
const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin'];

/** A clip of 8 Mbps, encoded once: more than a misbehaving platform's buffers hold, and no work to send. */
export function clip(): string {
  if (existsSync(CLIP_FILE)) return CLIP_FILE;
  mkdirSync(dirname(CLIP_FILE), { recursive: true });
  const half = `${CLIP_FILE}.${process.pid}`;
  execFileSync(ffmpegBin(), [...QUIET, '-y', ...CLIP, half]);
  renameSync(half, CLIP_FILE);
  return CLIP_FILE;
}

/** An encoder that sends a prepared clip over and over, in real time: 30 frames a second, key frame each second. */
export function startRecorded({ url }: { url: string }): Child {
  const args = [...QUIET, '-re', '-stream_loop', '-1', '-i', clip(), '-c', 'copy', '-f', 'flv', url];
  return new Child({ name: 'The test encoder', file: ffmpegBin(), args });
}
