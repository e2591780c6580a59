import type { SoundSettings } from '@neustream/shared/studio/inputs.ts';

export interface CameraWish {
  /** Empty: the system's default. */
  deviceId: string;
  width: number;
  height: number;
  frameRate: number;
}

/** What a camera is asked for. Nearest is enough: no camera is refused for its size. */
export function cameraConstraints({ deviceId, width, height, frameRate }: CameraWish): MediaTrackConstraints {
  return {
    width: { ideal: width },
    height: { ideal: height },
    frameRate: { ideal: frameRate },
    ...exactly(deviceId),
  };
}

/**
 * What a microphone is asked for. Noise suppression and echo cancellation are asked for unless the person turned them
 * off; where the person chose one of our own suppressors, the browser's works before it.
 */
export function microphoneConstraints(
  deviceId: string,
  {
    suppression,
    echoCancellation,
    autoGain,
  }: Pick<SoundSettings, 'suppression' | 'echoCancellation' | 'autoGain'>,
): MediaTrackConstraints {
  return {
    noiseSuppression: suppression !== 'off',
    echoCancellation,
    autoGainControl: autoGain,
    ...exactly(deviceId),
  };
}

/**
 * What a shared screen's sound is asked for: as it is. Unless it is told not to, the browser treats it as speech, which
 * makes it mono, four times as loud, and music unrecognisable.
 */
export const SHARED_SOUND: MediaTrackConstraints = {
  noiseSuppression: false,
  echoCancellation: false,
  autoGainControl: false,
};

function exactly(deviceId: string): MediaTrackConstraints {
  return deviceId === '' ? {} : { deviceId: { exact: deviceId } };
}
