import type { SoundSettings } from '@neustream/shared/studio/inputs.ts';
import { type CameraWish, cameraConstraints, microphoneConstraints, SHARED_SOUND } from './constraints.ts';
import { CaptureFailure, problemOf } from './problems.ts';

/** A device, or a share of the screen, that is being captured. */
export interface Opened {
  video: MediaStreamTrack | null;
  audio: MediaStreamTrack | null;
  /** What the system calls it. */
  label: string;
  /** What is in force, which may differ from what was asked for. */
  settings: MediaTrackSettings;
  /** Calls back once when it ends by itself: unplugged, or its share was stopped. */
  onEnded(callback: () => void): void;
  close(): void;
}

/** @throws CaptureFailure */
export async function openCamera(wish: CameraWish): Promise<Opened> {
  return opened(await userMedia({ video: cameraConstraints(wish) }, 'camera'));
}

/** @throws CaptureFailure */
export async function openMicrophone(deviceId: string, settings: SoundSettings): Promise<Opened> {
  return opened(await userMedia({ audio: microphoneConstraints(deviceId, settings) }, 'microphone'));
}

/**
 * Lets the person choose a screen, window or tab. Needs a click or key of theirs.
 * @throws CaptureFailure
 */
export async function openScreen({ withSound }: { withSound: boolean }): Promise<Opened> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: 30 } },
      audio: withSound && SHARED_SOUND,
    });
    return opened(stream);
  } catch (error) {
    throw new CaptureFailure(problemOf(error, 'screen'), { cause: error });
  }
}

async function userMedia(
  constraints: MediaStreamConstraints,
  kind: 'camera' | 'microphone',
): Promise<MediaStream> {
  // Absent where the page did not come over https.
  if (navigator.mediaDevices === undefined) throw new CaptureFailure('not-supported');
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    throw new CaptureFailure(problemOf(error, kind), { cause: error });
  }
}

function opened(stream: MediaStream): Opened {
  const [video = null] = stream.getVideoTracks();
  const [audio = null] = stream.getAudioTracks();
  const main = video ?? audio;
  const tracks = stream.getTracks();
  return {
    video,
    audio,
    label: main?.label ?? '',
    settings: main?.getSettings() ?? {},
    onEnded: (callback) => main?.addEventListener('ended', callback, { once: true }),
    close: () => {
      for (const track of tracks) track.stop();
    },
  };
}
