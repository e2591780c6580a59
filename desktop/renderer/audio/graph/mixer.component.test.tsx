import { DEFAULT_SOUND } from '@neustream/shared/studio/inputs.ts';
import { expect, test } from 'vitest';
import { createMixer } from './mixer.ts';

test('a microphone that gives nothing at all is told, and one in a quiet room is not', async () => {
  const mixer = await createMixer();
  await mixer.resume();
  const context = new AudioContext({ sampleRate: 48_000 });
  const told: (readonly string[])[] = [];
  mixer.watchDeaf((ids) => told.push(ids));
  /** A device whose sound is a hum at this level. */
  const device = (level: number) => {
    const out = context.createMediaStreamDestination();
    const hum = new OscillatorNode(context, { frequency: 100 });
    const gain = new GainNode(context, { gain: level });
    hum.connect(gain).connect(out);
    hum.start();
    const [track = null] = out.stream.getAudioTracks();
    return { track, gain };
  };
  const muted = device(0);
  // RNNoise makes silence of it; the room is still heard before.
  mixer.setInput('quiet', device(0.0005).track, { ...DEFAULT_SOUND, suppression: 'rnnoise' });
  mixer.setInput('muted', muted.track, DEFAULT_SOUND);
  await expect.poll(() => told.at(-1), { timeout: 12_000 }).toEqual(['muted']);
  muted.gain.gain.value = 0.1;
  await expect.poll(() => told.at(-1), { timeout: 5000 }).toEqual([]);
  mixer.close();
  await context.close();
});
