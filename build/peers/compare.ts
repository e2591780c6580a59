import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { distinctTimes, packetsOf, probe, type Recording, shiftsMs } from '../kit/recording.ts';
import { ffmpegBin } from '../kit/tools.ts';
import type { PeerEncoder } from './encoder.ts';

/** Between the publishes of an encoder lies at least this much; less than that does not matter. */
const SLACK_S = 0.2;
const IN_STEP_MS = 40;
/** Sound before the first picture, and what was sent but not delivered when a publish ended. */
const EDGE_PACKETS = 8;
/** A key frame each second may be missed once, while a server is being connected to. */
const LATEST_JOIN_S = 1.5;
/** GStreamer itself stamps two pictures alike now and then. */
const ALIKE = /^$|non monotonically increasing dts to muxer in stream \d+: (\d+) >= \1$/;
const QUIET = ['-hide_banner', '-nostdin', '-v', 'error'];
/** FFmpeg's names of codecs, by FourCC. */
const FFMPEG_NAMES: Record<string, string> = {
  avc1: 'h264',
  hvc1: 'hevc',
  av01: 'av1',
  mp4a: 'aac',
  Opus: 'opus',
};

/**
 * What is in a recording of what this encoder sent: its first picture and sound. ffprobe is as old as the FFmpeg of the
 * machine, so what that does not know is put into another container first.
 */
export async function lookAt(file: string, { readBy }: PeerEncoder): Promise<Recording> {
  if (readBy === undefined) return probe(file);
  const readable = `${file}.mkv`;
  const args = [...QUIET, '-y', '-i', file, '-map', '0:v:0', '-map', '0:a:0', '-c', 'copy', readable];
  await promisify(execFile)(readBy, args);
  return probe(readable);
}

/** What is wrong with a server's recording, in words; nothing when it is what the encoder sent. */
export async function faultsOf(
  file: string,
  { encoder, sent }: { encoder: PeerEncoder; sent: Recording },
): Promise<string[]> {
  const received = await lookAt(file, encoder);
  return [
    ...formatFaults(encoder, received),
    ...stepFaults(sent, received),
    ...(await decodingFaults(file, encoder)),
  ];
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

/**
 * From the first picture on every packet of the first publish arrived, and sound and picture are as far apart as when
 * they were sent.
 */
function stepFaults(sent: Recording, whole: Recording): string[] {
  const joint = firstInCommon(sent, whole);
  if (joint === undefined) return ['no picture is the same as when it was sent'];
  const [original, copy] = [between(sent, joint.sentAt, joint.sentEnd), firstPublish(whole, joint)];
  const kinds = ['video', 'audio'] as const;
  const shifts = kinds.map((kind) => shiftsMs(original, copy, kind));
  const lost = kinds.flatMap((kind, index) => {
    const missing = distinctTimes(original, kind).size - (shifts[index]?.length ?? 0);
    return missing > EDGE_PACKETS ? [`${missing} ${kind} packets are missing`] : [];
  });
  const all = shifts.flat();
  const apart = Math.max(...all) - Math.min(...all);
  return [
    ...lost,
    ...(apart <= IN_STEP_MS ? [] : [`sound and picture are ${Math.round(apart)} ms apart`]),
    ...(joint.lateS <= LATEST_JOIN_S ? [] : [`it begins ${joint.lateS.toFixed(1)} s late`]),
  ];
}

/** Where a recording joins what was sent, in s: a server may be there only for the second key frame. */
interface Joint {
  sentAt: number;
  sentEnd: number;
  receivedAt: number;
  lateS: number;
}

function firstInCommon(sent: Recording, received: Recording): Joint | undefined {
  const times = distinctTimes(sent, 'video');
  const first = packetsOf(received, 'video').find(({ data_hash }) => times.has(data_hash));
  const original = packetsOf(sent, 'video').find(({ data_hash }) => data_hash === first?.data_hash);
  if (first === undefined || original === undefined) return undefined;
  const [begin, end] = [sent.packets[0]?.dts_time ?? 0, sent.packets.at(-1)?.dts_time ?? 0];
  const { dts_time: sentAt } = original;
  return { sentAt, sentEnd: end, receivedAt: first.dts_time, lateS: sentAt - begin };
}

/** Without what an encoder sent when it returned, which may be the same packets once more. */
function firstPublish(whole: Recording, { sentAt, sentEnd, receivedAt }: Joint): Recording {
  return between(whole, receivedAt, receivedAt + sentEnd - sentAt + SLACK_S);
}

function between({ streams, packets }: Recording, from: number, to: number): Recording {
  return { streams, packets: packets.filter(({ dts_time }) => dts_time >= from && dts_time <= to) };
}

async function decodingFaults(file: string, { readBy = ffmpegBin() }: PeerEncoder): Promise<string[]> {
  // Coarser than this, its own clock would find two pictures at one time.
  const output = ['-enc_time_base:v', '1:1000', '-f', 'null', '-'];
  const said = await promisify(execFile)(readBy, [...QUIET, '-i', file, ...output]).then(
    ({ stderr }) => stderr,
    (error: Error) => error.message,
  );
  const complaints = said.split('\n').filter((line) => !ALIKE.test(line));
  return complaints.length === 0 ? [] : [`decoding says: ${complaints.join(' ').slice(0, 200)}`];
}
