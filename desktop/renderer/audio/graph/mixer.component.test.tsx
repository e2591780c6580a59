import { DEFAULT_SOUND } from '@neustream/shared/studio/inputs.ts';
import { expect, test } from 'vitest';
import { soundOf } from '../../engine/public.ts';
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

test('music is heard by viewers, and left out of what is recorded without it', async () => {
  const mixer = await createMixer();
  await mixer.resume();
  const context = new AudioContext({ sampleRate: 48_000 });
  const out = context.createMediaStreamDestination();
  const hum = new OscillatorNode(context, { frequency: 300 });
  hum.connect(out);
  hum.start();
  const [track = null] = out.stream.getAudioTracks();
  const settings = { ...DEFAULT_SOUND, suppression: 'off' as const, music: true };
  mixer.setInput('song', track, settings);
  const alone = mixer.openTrack('song');
  const loudest = (heard: MediaStreamTrack) => {
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([heard])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    return () => {
      analyser.getFloatTimeDomainData(samples);
      return Math.max(...samples.map(Math.abs));
    };
  };
  if (alone === null) throw new Error('There is no such input.');
  const [programme, without, own] = [mixer.programme, mixer.withoutMusic(), alone.track].map(loudest);
  await expect.poll(() => programme?.()).toBeGreaterThan(0.5);
  await expect.poll(() => own?.()).toBeGreaterThan(0.5);
  await expect.poll(() => without?.()).toBeLessThan(0.001);
  mixer.setInput('song', track, { ...settings, music: false });
  await expect.poll(() => without?.()).toBeGreaterThan(0.5);
  // Its track goes on without it, or a recording would wait for it.
  mixer.removeInput('song');
  const reader = soundOf(alone.track).getReader();
  for (let piece = 0; piece < 50; piece += 1) (await reader.read()).value?.close();
  alone.close();
  mixer.close();
  await context.close();
});
