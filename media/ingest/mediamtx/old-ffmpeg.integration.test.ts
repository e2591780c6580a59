import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEncoder } from '../../../build/kit/encoders/encoder.ts';
import { planSession } from '../../testing/plan.ts';
import { TestNode } from '../../testing/test-node.ts';

const SOON = { timeout: 15_000, interval: 50 };
const HEVC = [
  '-c:v',
  'libx265',
  '-preset',
  'ultrafast',
  '-x265-params',
  'log-level=error:keyint=15',
  '-b:v',
  '300k',
];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '15', '-b:v', '300k'];
const OPUS = ['-c:a', 'libopus', '-b:a', '96k'];

describe('sound that the FFmpeg here cannot convert', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'neustream-ffmpeg-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A program in FFmpeg's place that says this version and then ends, as FFmpeg does that can do nothing. */
  const program = async (name: string, libavformat: string) => {
    const file = join(folder, name);
    await writeFile(file, `#!/bin/sh\necho "libavformat    ${libavformat}"\n`);
    await chmod(file, 0o755);
    return file;
  };
  const problemOf = async (ffmpeg: string, video: readonly string[]) => {
    await using node = await TestNode.start({ INGEST: 'auto', FFMPEG_BIN: ffmpeg });
    const { plan, key } = planSession([]);
    await node.put(plan);
    await using _encoder = startEncoder({
      url: `${node.node.endpoints.srt}?streamid=publish:live/${plan.publicId}:key:${key}`,
      format: 'mpegts',
      video,
      audio: OPUS,
    });
    await vi.waitFor(() => expect(node.api.session(plan.sessionId)?.ingest.status).toBe('rejected'), SOON);
    return node.api.session(plan.sessionId)?.ingest.problem;
  };

  it('is refused in words where FFmpeg is too old for HEVC', async () => {
    expect(await problemOf(await program('old', '59. 27.100'), HEVC)).toContain(
      'install FFmpeg 6.1 or newer',
    );
  });

  it('is refused in words where FFmpeg writes nothing, whatever its version', async () => {
    expect(await problemOf(await program('broken', '62. 1.100'), H264)).toContain('install a newer FFmpeg');
  });
});
