import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { distinctTimes, probe, type Recording, shiftsMs } from '../kit/recording.ts';
import { ffmpegBin } from '../kit/tools.ts';
import type { PeerEncoder } from './encoder.ts';

/** Between the publishes of an encoder lies at least this much; less than that does not matter. */
const SLACK_S = 0.2;
const IN_STEP_MS = 40;
/** Sent but not delivered when a publish ends. */
const ENDING_PACKETS = 8;
/** FFmpeg's names of codecs, by FourCC. */
const FFMPEG_NAMES: Record<string, string> = {
  avc1: 'h264',
  hvc1: 'hevc',
  av01: 'av1',
  mp4a: 'aac',
  Opus: 'opus',
};

/** What is wrong with a server's recording, in words; nothing when it is what the encoder sent. */
export async function faultsOf(
  file: string,
  { encoder, sent }: { encoder: PeerEncoder; sent: Recording },
): Promise<string[]> {
  const received = await probe(file);
  return [...formatFaults(encoder, received), ...stepFaults(sent, received), ...(await decodingFaults(file))];
}

function formatFaults({ codecs, width, height }: PeerEncoder, { streams }: Recording): string[] {
  const [video, audio] = (['video', 'audio'] as const).map((kind) =>
    streams.find(({ codec_type }) => codec_type === kind),
  );
  const size = `${video?.width}x${video?.height}`;
  const names = [video?.codec_name, audio?.codec_name];
  const wanted = codecs.map((codec) => FFMPEG_NAMES[codec]);
  return [
    ...(size === `${width}x${height}` ? [] : [`the picture is ${size}`]),
    ...(names.join() === wanted.join() ? [] : [`the codecs are ${names.join(' and ')}`]),
  ];
}

/** Every packet of the first publish arrived, and sound and picture are as far apart as when they were sent. */
function stepFaults(sent: Recording, whole: Recording): string[] {
  const received = firstPublish(sent, whole);
  const kinds = ['video', 'audio'] as const;
  const shifts = kinds.map((kind) => shiftsMs(sent, received, kind));
  const lost = kinds.flatMap((kind, index) => {
    const missing = distinctTimes(sent, kind).size - (shifts[index]?.length ?? 0);
    return missing > ENDING_PACKETS ? [`${missing} ${kind} packets are missing`] : [];
  });
  const all = shifts.flat();
  const apart = Math.max(...all) - Math.min(...all);
  return apart <= IN_STEP_MS ? lost : [...lost, `sound and picture are ${Math.round(apart)} ms apart`];
}

/**
 * The part of a recording that is of the first publish: an encoder whose picture begins anew sends the same packets
 * when it returns.
 */
function firstPublish(sent: Recording, whole: Recording): Recording {
  const times = sent.packets.map(({ dts_time }) => dts_time);
  const length = Math.max(...times) - Math.min(...times);
  const hashes = new Set(sent.packets.map(({ data_hash }) => data_hash));
  const begin = whole.packets.find(({ data_hash }) => hashes.has(data_hash))?.dts_time ?? 0;
  const packets = whole.packets.filter(({ dts_time }) => dts_time <= begin + length + SLACK_S);
  return { streams: whole.streams, packets };
}

async function decodingFaults(file: string): Promise<string[]> {
  const args = ['-hide_banner', '-nostdin', '-v', 'error', '-i', file];
  // Coarser than this, its own clock would find two pictures at one time.
  const output = ['-enc_time_base:v', '1:1000', '-f', 'null', '-'];
  const { stderr } = await promisify(execFile)(ffmpegBin(), [...args, ...output]);
  return stderr.trim() === '' ? [] : [`decoding says: ${stderr.trim().slice(0, 200)}`];
}
