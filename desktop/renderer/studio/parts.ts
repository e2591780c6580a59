import { CANVAS_NAMES } from '@neustream/shared/studio/scenes.ts';
import { createMixer, type Mixer } from '../audio/public.ts';
import { Broadcast, SMALLEST_QUALITY } from '../broadcast/public.ts';
import { createEngine, type Engine, PROGRAMME_SOUND, soundOf } from '../engine/public.ts';
import { Recording } from '../recording/public.ts';
import { Connector } from './connector.ts';

/** Everything that runs while the studio is open. */
export interface StudioParts {
  engine: Engine;
  mixer: Mixer;
  broadcast: Broadcast;
  connector: Connector;
  recording: Recording;
  /** The person whose studio it is. */
  owner: string;
  close(): void;
}

/**
 * Starts the parts of the studio; the collection is open by then.
 * @param left aborted once the studio was left: no device is opened after that
 * @throws the reason of `left`, or what the browser says when it mixes no sound
 */
export async function startStudio(owner: string, left: AbortSignal): Promise<StudioParts> {
  const mixer = await createMixer();
  if (left.aborted) mixer.close();
  left.throwIfAborted();
  const engine = createEngine();
  const broadcast = new Broadcast(engine);
  // Until the person goes live in another.
  for (const canvas of CANVAS_NAMES) broadcast.compose(canvas, SMALLEST_QUALITY);
  const sound = soundOf(mixer.programme);
  engine.send({ type: 'sound', name: PROGRAMME_SOUND, sound }, [sound]);
  const connector = new Connector(engine, mixer, SMALLEST_QUALITY);
  broadcast.onQuality((quality) => connector.setQuality(quality));
  const recording = new Recording({ engine, mixer, owner });
  // Browsers begin no sound before the person has done something.
  const wake = () => void mixer.resume();
  window.addEventListener('pointerdown', wake);
  window.addEventListener('keydown', wake);
  return {
    engine,
    mixer,
    broadcast,
    connector,
    recording,
    owner,
    close() {
      window.removeEventListener('pointerdown', wake);
      window.removeEventListener('keydown', wake);
      connector.close();
      broadcast.close();
      recording.close();
      engine.close();
      mixer.close();
    },
  };
}
