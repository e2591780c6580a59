import { SUPPRESSIONS } from '@neustream/shared/studio/inputs.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cameraConstraints, microphoneConstraints } from './constraints.ts';
import { CaptureFailure, problemOf } from './problems.ts';

test('audio constraints: suppression and echo cancellation are asked for unless the person turned them off', () => {
  const settings = fc.record({
    suppression: fc.constantFrom(...SUPPRESSIONS),
    echoCancellation: fc.boolean(),
    autoGain: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.string(), settings, (deviceId, sound) => {
      const asked = microphoneConstraints(deviceId, sound);
      expect(asked.noiseSuppression).toBe(sound.suppression !== 'off');
      expect(asked.echoCancellation).toBe(sound.echoCancellation);
      expect(asked.autoGainControl).toBe(sound.autoGain);
      expect('deviceId' in asked).toBe(deviceId !== '');
    }),
  );
});

test('a camera is refused for no size', () => {
  const wish = { deviceId: 'cam', width: 1920, height: 1080, frameRate: 30 };
  expect(cameraConstraints(wish)).toEqual({
    width: { ideal: 1920 },
    height: { ideal: 1080 },
    frameRate: { ideal: 30 },
    deviceId: { exact: 'cam' },
  });
});

test.each([
  ['NotAllowedError', 'camera', 'denied'],
  ['NotAllowedError', 'screen', 'dismissed'],
  ['NotFoundError', 'microphone', 'no-device'],
  ['OverconstrainedError', 'camera', 'no-device'],
  ['NotReadableError', 'camera', 'in-use'],
  ['TypeError', 'screen', 'not-supported'],
  ['SomethingNew', 'camera', 'failed'],
] as const)('%s of a %s means: %s', (name, kind, problem) => {
  expect(problemOf(Object.assign(new Error('x'), { name }), kind)).toBe(problem);
  expect(new CaptureFailure(problem).problem).toBe(problem);
});
