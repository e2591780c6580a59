import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MediaMessage } from '../message/media-message.ts';
import { type KeyBody, keyBody } from './video-body.ts';
import { VideoHeaders } from './video-headers.ts';

const TESTDATA = join(import.meta.dirname, '../fuzz/testdata/video-headers');
const ENCODED = [
  'avc-baseline',
  'avc-high',
  'avc-high-10',
  'avc-high-444',
  'hevc-main',
  'hevc-422-10',
  'av1-main',
  'av1-main-10',
  'av1-444',
  'av1-gray',
];

/** Written by FFmpeg 9: the codec header of an encoder, and its first key frame, which repeats what is in it. */
const header = (name: string) => readFileSync(join(TESTDATA, `${name}.header`));
const frame = (name: string) => readFileSync(join(TESTDATA, `${name}.frame`));
const video = (payload: Buffer, timestamp = 0): MediaMessage => ({ kind: 'video', timestamp, payload });
const sound = (timestamp: number): MediaMessage => ({
  kind: 'audio',
  timestamp,
  payload: Buffer.from([0xaf, 1, 2]),
});

/** A header as MediaMTX makes one up: of the same codec, and of another picture. */
function madeUp(name: string): Buffer {
  const body = header(name);
  const within = Math.floor(body.length * 0.6);
  body[within] = (body[within] ?? 0) ^ 0xff;
  return body;
}

function through(trusted: boolean, messages: readonly MediaMessage[]): MediaMessage[] {
  const passed: MediaMessage[] = [];
  const headers = new VideoHeaders({ trusted, push: (message) => passed.push(message) });
  for (const message of messages) headers.take(message);
  return passed;
}

const bodies = (messages: readonly MediaMessage[]) => messages.map(({ payload }) => payload.toString('hex'));
const hex = (...payloads: readonly Buffer[]) => payloads.map((payload) => payload.toString('hex'));

describe('the codec header of a stream', () => {
  it.each(ENCODED)('is rebuilt from the first key frame as FFmpeg writes it: %s', (name) => {
    const passed = through(false, [video(madeUp(name)), video(frame(name), 40), video(frame(name), 80)]);
    expect(bodies(passed)).toEqual(hex(header(name), frame(name), frame(name)));
    expect(passed.map(({ timestamp }) => timestamp)).toEqual([40, 40, 80]);
  });

  it('lets no codec header of the sound and no metadata be lost while it waits for the key frame', () => {
    const soundHeader: MediaMessage = {
      kind: 'audio',
      timestamp: 0,
      payload: Buffer.from([0xaf, 0, 0x11, 0x90]),
    };
    const metadata: MediaMessage = { kind: 'data', timestamp: 0, payload: Buffer.from('onMetaData') };
    for (const first of [madeUp('avc-high'), header('avc-high')]) {
      const begin = [video(first), soundHeader, metadata, sound(5), video(frame('avc-high'), 40), sound(45)];
      expect(bodies(through(false, begin))).toEqual([
        ...hex(header('avc-high'), soundHeader.payload, metadata.payload, frame('avc-high')),
        ...bodies([sound(45)]),
      ]);
    }
  });

  it.each(ENCODED)('is added where the encoder sends none: %s', (name) => {
    const passed = through(true, [video(frame(name), 7), video(frame(name), 40)]);
    expect(bodies(passed)).toEqual(hex(header(name), frame(name), frame(name)));
  });

  it.each(ENCODED)('is passed on at once and unchanged where the encoder sent it: %s', (name) => {
    const sent = madeUp(name);
    const passed = through(true, [video(sent), sound(1), video(frame(name), 40)]);
    expect(bodies(passed)).toEqual(hex(sent, sound(1).payload, frame(name)));
  });

  it('that is empty is replaced, also in the older form of the message', () => {
    const empty = Buffer.from('1700000000', 'hex');
    const legacyHevc = Buffer.concat([
      Buffer.from([0x1c, 1, 0, 0, 0]),
      (keyBody(frame('hevc-main')) as KeyBody).data,
    ]);
    expect(bodies(through(true, [video(empty), video(frame('avc-high'))]))).toEqual(
      hex(header('avc-high'), frame('avc-high')),
    );
    const [rebuilt] = through(true, [video(Buffer.from('1c00000000', 'hex')), video(legacyHevc)]);
    expect(rebuilt?.payload.toString('hex')).toBe(
      `1c00000000${header('hevc-main').subarray(5).toString('hex')}`,
    );
  });

  it('of MediaMTX is believed once a key frame agrees with it, and stays in force', () => {
    const passed = through(false, [
      video(header('avc-high')),
      video(frame('avc-high'), 40),
      video(frame('avc-high'), 80),
    ]);
    expect(bodies(passed)).toEqual(hex(header('avc-high'), frame('avc-high'), frame('avc-high')));
  });

  it('follows an encoder that changes its picture within the stream', () => {
    const [first, second] = [frame('avc-baseline'), frame('avc-high')];
    const passed = through(false, [video(header('avc-baseline')), video(first), video(second, 40)]);
    expect(bodies(passed)).toEqual(hex(header('avc-baseline'), first, header('avc-high'), second));
  });

  it('that is in doubt holds back sound for ten seconds, then goes on as it is', () => {
    const doubtful = madeUp('av1-main');
    const passed = through(false, [
      video(doubtful, 1000),
      sound(1100),
      sound(10_999),
      sound(11_000),
      sound(11_020),
    ]);
    expect(bodies(passed)).toEqual(hex(doubtful, sound(0).payload, sound(0).payload));
    expect(passed.map(({ timestamp }) => timestamp)).toEqual([1000, 11_000, 11_020]);
  });

  it('cannot be made of a key frame that says nothing about it', () => {
    const bare = Buffer.from('17010000000000000465888400', 'hex');
    expect(bodies(through(true, [video(bare)]))).toEqual(hex(bare));
    expect(bodies(through(false, [video(header('avc-high')), video(bare)]))).toEqual(
      hex(header('avc-high'), bare),
    );
  });

  it('does not concern other codecs and other frames', () => {
    const others = ['2701000000', '9076703039', '12', '', '5700000000', '96066176303100'].map((text) =>
      video(Buffer.from(text, 'hex')),
    );
    expect(bodies(through(false, others))).toEqual(bodies(others));
  });
});
