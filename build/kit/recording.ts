import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ffprobeBin } from './tools.ts';

const run = promisify(execFile);
const numeric = z.string().transform(Number);

const probed = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      /** Absent where ffprobe knows no codec, such as for data. */
      codec_name: z.string().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      /** In Hz. */
      sample_rate: numeric.optional(),
      /** `tv`: limited; with it the matrix, such as `bt709`. */
      color_range: z.string().optional(),
      color_space: z.string().optional(),
    }),
  ),
  packets: z.array(
    z.object({
      codec_type: z.string(),
      pts_time: numeric,
      dts_time: numeric,
      size: numeric,
      flags: z.string(),
      data_hash: z.string(),
    }),
  ),
});

/** What ffprobe finds in a file: an independent witness of what a platform received. */
export type Recording = z.infer<typeof probed>;

export async function probe(file: string): Promise<Recording> {
  const shown = ['-show_streams', '-show_packets', '-show_data_hash', 'MD5', '-of', 'json'];
  const { stdout } = await run(ffprobeBin(), ['-v', 'error', ...shown, file], {
    maxBuffer: 64 * 2 ** 20,
  });
  return probed.parse(JSON.parse(stdout));
}

type Kind = 'audio' | 'video';

export function packetsOf(recording: Recording, kind: Kind): Recording['packets'] {
  return recording.packets.filter(({ codec_type }) => codec_type === kind);
}

/** Largest step backwards between neighbouring packets of one kind, in ms; 0 when there is none. */
export function backwardsMs(recording: Recording, kind: Kind): number {
  const times = packetsOf(recording, kind).map(({ dts_time }) => dts_time);
  return 1000 * Math.max(0, ...times.map((time, index) => (times[index - 1] ?? time) - time));
}

/** Largest step forwards between neighbouring packets of one kind, in ms. */
export function largestGapMs(recording: Recording, kind: Kind): number {
  const times = packetsOf(recording, kind).map(({ dts_time }) => dts_time);
  return 1000 * Math.max(0, ...times.map((time, index) => time - (times[index - 1] ?? time)));
}

/**
 * How far each packet of a copy is from the same packet of the original, in ms. Packets are recognised by their bytes;
 * those that occur twice in the original are left out, and of those that come again in the copy only the first counts.
 */
export function shiftsMs(original: Recording, copy: Recording, kind: Kind): number[] {
  const times = distinctTimes(original, kind);
  return packetsOf(copy, kind).flatMap(({ data_hash, pts_time }) => {
    const time = times.get(data_hash);
    times.delete(data_hash);
    return time === undefined ? [] : [1000 * (pts_time - time)];
  });
}

/** Presentation times in s, by hash, of the packets of one kind that look like no other. */
export function distinctTimes(recording: Recording, kind: Kind): Map<string, number> {
  const packets = packetsOf(recording, kind);
  const counts = new Map<string, number>();
  for (const { data_hash } of packets) counts.set(data_hash, (counts.get(data_hash) ?? 0) + 1);
  const distinct = packets.filter(({ data_hash }) => counts.get(data_hash) === 1);
  return new Map(distinct.map(({ data_hash, pts_time }) => [data_hash, pts_time]));
}
