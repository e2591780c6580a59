import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import ffprobe from '@ffprobe-installer/ffprobe';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { startPipedChild } from '@neustream/shared/node/piped-child.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { expect, test, vi } from 'vitest';
import { ffmpegBin } from '../../build/kit/tools.ts';
import { Feed } from './feed/feed.ts';
import { FlvDemuxer } from './flv/demuxer.ts';
import { readFlv } from './input/read-flv.ts';
import type { MediaMessage } from './message/media-message.ts';
import { WatchedRelay } from './testing/rig.ts';

interface Packet {
  codec_type: string;
  dts_time: string;
  flags: string;
}

interface Probe {
  streams: { codec_name: string; width?: number }[];
  packets: Packet[];
}

const SECONDS = 5;
const onLine = () => undefined;

test('what FFmpeg receives as a server plays: codecs, first a key frame, in order, sound in step', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'neustream-relay-'));
  const port = await freePort();
  const file = join(folder, 'received.flv');
  const server = startPipedChild({
    file: ffmpeg.path,
    args: [
      '-v',
      'error',
      '-y',
      '-listen',
      '1',
      '-i',
      `rtmp://127.0.0.1:${port}/live/key`,
      '-c',
      'copy',
      file,
    ],
    onLine,
  });
  const encoder = startPipedChild({ file: ffmpeg.path, args: testPicture(), onLine });
  const feed = new Feed({ clock: Date.now });
  const watched = new WatchedRelay({ feed, address: `rtmp://127.0.0.1:${port}/live`, key: 'key' });
  expect(await readFlv(encoder.stdout, feed, new AbortController().signal)).toBe('ended');
  expect(feed.facts()).toMatchObject({ videoCodec: 'avc1', audioCodec: 'mp4a', width: 640, height: 360 });
  await vi.waitFor(() => expect(watched.facts).toMatchObject({ status: 'LIVE', queuedBytes: 0 }), {
    timeout: 5000,
  });
  await watched.relay.close('SESSION_ENDED');
  expect(await server.exited).toMatchObject({ code: 0 });
  checkProbe(await probe(file));
  await rm(folder, { recursive: true });
});

/** The same sound as a further track, every second frame of it, as FFmpeg 9 and OBS send further tracks. */
function asSecondTrack({ payload, timestamp }: MediaMessage, index: number): MediaMessage[] {
  const header = payload[1] === 0;
  if (!header && index % 2 === 0) return [];
  const second = Buffer.concat([
    Buffer.from([0x95, payload[1] ?? 0]),
    Buffer.from('mp4a'),
    Buffer.from([1]),
    payload.subarray(2),
  ]);
  const layout = Buffer.from([0x95, 4, ...Buffer.from('mp4a'), 1, 1, 1, 0, 0, 0, 4]);
  const of = (body: Buffer): MediaMessage => ({ kind: 'audio', timestamp, payload: body });
  return header ? [of(second), of(layout)] : [of(second)];
}

test('an FFmpeg server that knows of one track stores whichever of several it should get', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'neustream-relay-'));
  const feed = new Feed({ clock: Date.now });
  const servers = await Promise.all(
    ([0, 1] as const).map(async (audioTrack) => {
      const address = `rtmp://127.0.0.1:${await freePort()}/live`;
      const file = join(folder, `${audioTrack}.flv`);
      const listen = [
        '-v',
        'error',
        '-y',
        '-listen',
        '1',
        '-i',
        `${address}/key`,
        '-map',
        '0',
        '-c',
        'copy',
        file,
      ];
      const { exited } = startPipedChild({ file: ffmpegBin(), args: listen, onLine });
      const target = { id: 'd', address, streamKey: new Secret('key'), login: null, audioTrack };
      return { file, exited, watched: new WatchedRelay({ feed, address, target }) };
    }),
  );
  const encoder = startPipedChild({ file: ffmpegBin(), args: testPicture(), onLine });
  let sounds = 0;
  feed.beginInput();
  const demuxer = new FlvDemuxer((message) => {
    feed.push(message);
    if (message.kind !== 'audio') return;
    for (const further of asSecondTrack(message, sounds)) feed.push(further);
    sounds += 1;
  });
  for await (const bytes of encoder.stdout) {
    demuxer.receive(bytes);
    feed.flush();
  }
  feed.endInput();
  expect(feed.audioTracks).toBe(2);
  const stored = await Promise.all(
    servers.map(async ({ file, exited, watched }) => {
      await vi.waitFor(() => expect(watched.facts).toMatchObject({ status: 'LIVE', queuedBytes: 0 }));
      await watched.relay.close('SESSION_ENDED');
      expect(await exited).toMatchObject({ code: 0 });
      const { streams, packets } = await probe(file);
      expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
      return packets.filter(({ codec_type }) => codec_type === 'audio').length;
    }),
  );
  expect(stored[0]).toBeGreaterThan(SECONDS * 20);
  expect((stored[1] ?? 0) / (stored[0] ?? 1)).toBeCloseTo(0.5, 1);
  await rm(folder, { recursive: true });
});

function testPicture(): string[] {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30'];
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100'];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-bf', '2', '-c:a', 'aac'];
  return [
    '-v',
    'error',
    '-re',
    ...picture,
    '-re',
    ...tone,
    ...codecs,
    '-t',
    String(SECONDS),
    '-f',
    'flv',
    'pipe:1',
  ];
}

async function probe(file: string): Promise<Probe> {
  const args = ['-v', 'error', '-show_streams', '-show_packets', '-of', 'json', file];
  const child = startPipedChild({ file: ffprobe.path, args, onLine });
  return JSON.parse(await text(child.stdout)) as Probe;
}

function checkProbe({ streams, packets }: Probe): void {
  expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
  const ofKind = (kind: string) => packets.filter(({ codec_type }) => codec_type === kind);
  expect(ofKind('video')[0]?.flags).toMatch(/^K/);
  for (const kind of ['video', 'audio']) {
    const times = ofKind(kind).map(({ dts_time }) => Number(dts_time));
    expect(times.length).toBeGreaterThan(SECONDS * 20);
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
  }
  const firsts = ['video', 'audio'].map((kind) => Number(ofKind(kind)[0]?.dts_time));
  expect(Math.abs((firsts[0] ?? 0) - (firsts[1] ?? 0))).toBeLessThan(0.3);
}
