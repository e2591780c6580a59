/** How an encoder is configured. Anything left out is as in `SMALL`. */
export interface EncoderPreset {
  width: number;
  height: number;
  /** Frames per second; a fraction such as `30000/1001` for what cameras in some countries produce. */
  framesPerSecond: number | string;
  videoKbps: number;
  /** A key frame at least every this many frames. */
  keyFrameEvery: number;
  /** FFmpeg arguments for how x264 works: its speed, and whether there are B-frames. */
  x264: readonly string[];
  sound: 'tone' | 'silence';
  /** In Hz. */
  soundRate: 44_100 | 48_000;
}

/** Key frames come exactly on time, and nothing waits for a later frame. */
const LIVE_TUNED = ['-preset', 'ultrafast', '-tune', 'zerolatency', '-sc_threshold', '0'];

/** Cheap enough for tests that run beside others; a key frame every second. */
export const SMALL: EncoderPreset = {
  width: 320,
  height: 180,
  framesPerSecond: 30,
  videoKbps: 300,
  keyFrameEvery: 30,
  x264: LIVE_TUNED,
  sound: 'tone',
  soundRate: 48_000,
};

/** As platforms recommend: 720p30 with a key frame every 2 s. */
export const HD: EncoderPreset = { ...SMALL, width: 1280, height: 720, videoKbps: 2500, keyFrameEvery: 60 };

/**
 * OBS with its default settings: the key frame interval "auto" of x264 (250 frames, 8.3 s), B-frames, sound at 44.1
 * kHz. The picture is smaller than usual, which does not change the order of frames and costs less.
 */
export const OBS_DEFAULT: EncoderPreset = {
  ...SMALL,
  width: 640,
  height: 360,
  videoKbps: 1000,
  keyFrameEvery: 250,
  x264: ['-preset', 'veryfast', '-profile:v', 'high', '-bf', '3', '-sc_threshold', '0'],
  soundRate: 44_100,
};

/** Somebody who muted the microphone: sound that is silent. */
export const SILENCE: EncoderPreset = { ...SMALL, sound: 'silence' };

/** A phone held upright: neither side is a multiple of 16, and the frame rate is not a whole number. */
export const ODD_SIZE: EncoderPreset = {
  ...SMALL,
  width: 406,
  height: 722,
  framesPerSecond: '30000/1001',
};

/**
 * A phone that lacks light: it leaves out pictures as it likes, says that they are to be turned, and has one microphone
 * at 44.1 kHz.
 */
export const PHONE: EncoderPreset = {
  ...SMALL,
  x264: [
    ...LIVE_TUNED,
    ...['-vf', "select='lt(mod(n,10),7)'", '-fps_mode', 'vfr', '-metadata', 'rotation=90'],
  ],
  soundRate: 44_100,
};

export const PHONE_SOUND = ['-c:a', 'aac', '-b:a', '64k', '-ac', '1'];
