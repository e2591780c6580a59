/** The codecs of an encoder's tracks, as FourCC (`avc1`, `mp4a`); others by their own name. */
export interface Tracks {
  video: readonly string[];
  audio: readonly string[];
}

/** What to do with an encoder's tracks. */
export type TrackDecision =
  | { kind: 'copy' }
  | { kind: 'transcode-audio' }
  /** `problem` is a sentence for people. */
  | { kind: 'reject'; problem: string };

const VIDEO_SENT_ON = ['avc1', 'hvc1', 'av01'];
const AUDIO_SENT_ON = 'mp4a';
const AUDIO_TRANSCODED = 'Opus';

/** Stands for a codec that nothing is known of. */
export const UNKNOWN_CODEC = 'unknown';
/** All that FFmpeg before 6.1 can write into FLV. */
const VIDEO_OF_OLD_FFMPEG = 'avc1';
const NO_FFMPEG =
  'The encoder sends Opus sound, and there is no FFmpeg here to convert it. Set the encoder’s audio to AAC, or ask ' +
  'the operator to install FFmpeg.';

const TO_BOTH = 'video to H.264 and its audio to AAC';

const NAMES: Readonly<Record<string, string>> = {
  [UNKNOWN_CODEC]: 'an unknown kind of',
  hvc1: 'HEVC',
  av01: 'AV1',
  vp08: 'VP8',
  vp09: 'VP9',
  h263: 'Sorenson H.263',
  vp6f: 'On2 VP6',
  '.mp3': 'MP3',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  fLaC: 'FLAC',
  alaw: 'G.711',
  ulaw: 'G.711',
  speex: 'Speex',
};

/** Which streams can have their sound converted here: none (no FFmpeg), those with H.264 (an old one), or all. */
export type SoundConversion = 'none' | 'h264' | 'all';

/** Decides whether these tracks can be sent on, and how. */
export function decideTracks({ video, audio }: Tracks, conversion: SoundConversion = 'all'): TrackDecision {
  const badVideo = video.find((codec) => !VIDEO_SENT_ON.includes(codec));
  const badAudio = audio.find((codec) => codec !== AUDIO_SENT_ON && codec !== AUDIO_TRANSCODED);
  if (badVideo !== undefined && badAudio !== undefined)
    return refuse(`The encoder sends ${name(badVideo)} video and ${name(badAudio)} sound.`, TO_BOTH);
  if (badVideo !== undefined) return refuse(`The encoder sends ${name(badVideo)} video.`, 'video to H.264');
  if (badAudio !== undefined) return refuse(`The encoder sends ${name(badAudio)} sound.`, 'audio to AAC');
  if (video.length + audio.length === 0)
    return refuse('The encoder sends neither picture nor sound.', TO_BOTH);
  if (!audio.includes(AUDIO_TRANSCODED)) return { kind: 'copy' };
  const kept = video.find((codec) => codec !== VIDEO_OF_OLD_FFMPEG);
  if (conversion === 'none') return { kind: 'reject', problem: NO_FFMPEG };
  if (conversion === 'h264' && kept !== undefined) return { kind: 'reject', problem: oldFfmpeg(kept) };
  return { kind: 'transcode-audio' };
}

function oldFfmpeg(video: string): string {
  return (
    `The encoder sends ${name(video)} video with Opus sound, which the FFmpeg here is too old to convert. Set the ` +
    'encoder’s audio to AAC or its video to H.264, or ask the operator to install FFmpeg 6.1 or newer.'
  );
}

function refuse(what: string, remedy: string): TrackDecision {
  return { kind: 'reject', problem: `${what} Set the encoder’s ${remedy} and start it again.` };
}

function name(codec: string): string {
  return NAMES[codec] ?? codec;
}
