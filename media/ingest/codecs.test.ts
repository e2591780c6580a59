import { describe, expect, it } from 'vitest';
import { decideTracks } from './codecs.ts';

describe('what is done with an encoder’s tracks', () => {
  it.each(['avc1', 'hvc1', 'av01'])('sends %s with AAC on as it is', (codec) => {
    expect(decideTracks({ video: [codec], audio: ['mp4a'] })).toEqual({ kind: 'copy' });
  });

  it('sends a picture without sound on', () => {
    expect(decideTracks({ video: ['avc1'], audio: [] })).toEqual({ kind: 'copy' });
  });

  it('sends sound without a picture on', () => {
    expect(decideTracks({ video: [], audio: ['mp4a'] })).toEqual({ kind: 'copy' });
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
      { video: ['h263'], audio: ['.mp3'] },
      'The encoder sends Sorenson H.263 video and MP3 sound. Set the encoder’s video to H.264 and its audio to AAC and start it again.',
    ],
    [
      { video: [], audio: [] },
      'The encoder sends neither picture nor sound. Set the encoder’s video to H.264 and its audio to AAC and start it again.',
    ],
    [
      { video: ['avc1'], audio: ['.mp3'] },
      'The encoder sends MP3 sound. Set the encoder’s audio to AAC and start it again.',
    ],
  ])('says what is wrong with %j', (tracks, problem) => {
    expect(decideTracks(tracks)).toEqual({ kind: 'reject', problem });
  });

  const hevcWithOpus = { video: ['hvc1'], audio: ['Opus'] };

  it('makes AAC of Opus beside HEVC where FFmpeg is new enough', () => {
    expect(decideTracks(hevcWithOpus, 'all')).toEqual({ kind: 'transcode-audio' });
    expect(decideTracks({ video: ['avc1'], audio: ['Opus'] }, 'h264')).toEqual({ kind: 'transcode-audio' });
    expect(decideTracks({ video: ['hvc1'], audio: ['mp4a'] }, 'none')).toEqual({ kind: 'copy' });
  });

  it('says what to do where FFmpeg is too old or missing', () => {
    expect(decideTracks(hevcWithOpus, 'h264')).toEqual({
      kind: 'reject',
      problem:
        'The encoder sends HEVC video with Opus sound, which the FFmpeg here is too old to convert. Set the ' +
        'encoder’s audio to AAC or its video to H.264, or ask the operator to install FFmpeg 6.1 or newer.',
    });
    expect(decideTracks({ video: ['avc1'], audio: ['Opus'] }, 'none')).toMatchObject({ kind: 'reject' });
  });
});
