import { describe, expect, it } from 'vitest';
import { decideTracks } from './codecs.ts';

describe('what is done with an encoder’s tracks', () => {
  it.each(['avc1', 'hvc1', 'av01'])('sends %s with AAC on as it is', (codec) => {
    expect(decideTracks({ video: [codec], audio: ['mp4a'] })).toEqual({ kind: 'copy' });
  });

  it('sends a picture without sound on', () => {
    expect(decideTracks({ video: ['avc1'], audio: [] })).toEqual({ kind: 'copy' });
  });

  it('makes AAC of a browser’s Opus', () => {
    expect(decideTracks({ video: ['avc1'], audio: ['Opus'] })).toEqual({ kind: 'transcode-audio' });
  });

  it.each([
    [
      { video: ['vp08'], audio: ['Opus'] },
      'The encoder sends VP8 video. Set the encoder’s video to H.264 and start it again.',
    ],
    [
      { video: [], audio: ['mp4a'] },
      'The encoder sends no picture. Set the encoder’s video to H.264 and start it again.',
    ],
    [
      { video: ['avc1'], audio: ['.mp3'] },
      'The encoder sends MP3 sound. Set the encoder’s audio to AAC and start it again.',
    ],
  ])('says what is wrong with %j', (tracks, problem) => {
    expect(decideTracks(tracks)).toEqual({ kind: 'reject', problem });
  });
});
