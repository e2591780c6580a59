import type { PlannedDestination } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { describe, expect, it } from 'vitest';
import { desiredRelay, nextStep } from './decide-relay.ts';

const destination: PlannedDestination = {
  id: 'd1',
  name: 'Twitch',
  platform: 'twitch',
  address: 'rtmp://a.example/app',
  streamKey: new Secret('k1'),
  desired: 'send',
  retryRequests: 0,
  videoCodecs: ['avc1'],
  username: null,
  password: null,
  audioTrack: 0,
  audioOnly: null,
};
const live = { begun: true, videoCodec: 'avc1', audioOnly: false, ended: false };

describe('what a destination should have', () => {
  it('sends once there is something to send', () => {
    expect(desiredRelay(destination, live)).toEqual({ run: true });
    expect(desiredRelay(destination, { ...live, begun: false })).toMatchObject({ reason: 'SOURCE_ABSENT' });
  });

  it('is stopped by pause, removal and the end, whichever is stronger', () => {
    expect(desiredRelay({ ...destination, desired: 'pause' }, live)).toMatchObject({ reason: 'PAUSED' });
    expect(desiredRelay(undefined, live)).toMatchObject({ reason: 'REMOVED' });
    expect(desiredRelay({ ...destination, desired: 'pause' }, { ...live, ended: true })).toMatchObject({
      reason: 'SESSION_ENDED',
    });
  });

  it('is not sent a picture that its platform cannot take', () => {
    expect(desiredRelay(destination, { ...live, videoCodec: 'hvc1' })).toEqual({
      run: false,
      status: 'ERROR',
      reason: 'CODEC_UNSUPPORTED',
    });
    expect(desiredRelay({ ...destination, videoCodecs: null }, { ...live, videoCodec: 'hvc1' })).toEqual({
      run: true,
    });
  });

  it('is not sent sound alone when its platform wants a picture', () => {
    const sound = { ...live, videoCodec: null, audioOnly: true };
    expect(desiredRelay({ ...destination, audioOnly: false }, sound)).toEqual({
      run: false,
      status: 'ERROR',
      reason: 'CODEC_UNSUPPORTED',
    });
    for (const audioOnly of [true, null])
      expect(desiredRelay({ ...destination, audioOnly }, sound)).toEqual({ run: true });
    expect(desiredRelay({ ...destination, audioOnly: false }, live)).toEqual({ run: true });
  });
});

describe('the next step towards it', () => {
  const sending = { sendingTo: destination, closing: false, retriesSeen: 0 };

  it('never opens while an earlier publish is still being closed', () => {
    expect(nextStep(destination, { run: true }, { sendingTo: null, closing: true, retriesSeen: 0 })).toEqual({
      do: 'nothing',
    });
  });

  it.each([
    ['address', { address: 'rtmp://b.example/app' }],
    ['key', { streamKey: new Secret('k2') }],
    ['user name', { username: 'me' }],
    ['password', { password: new Secret('p') }],
    ['sound track', { audioTrack: 'all' as const }],
  ])('closes the old publish before another %s is used', (_what, change) => {
    expect(nextStep({ ...destination, ...change }, { run: true }, sending).do).toBe('close');
  });

  it('goes on through a change of what nobody is sent', () => {
    const same = { password: new Secret('p') };
    const asBefore = { ...sending, sendingTo: { ...destination, ...same } };
    expect(nextStep({ ...destination, password: new Secret('p') }, { run: true }, asBefore).do).toBe(
      'nothing',
    );
    expect(nextStep({ ...destination, name: 'Other name' }, { run: true }, sending).do).toBe('nothing');
  });

  it('passes a retry on once', () => {
    const asked = { ...destination, retryRequests: 1 };
    expect(nextStep(asked, { run: true }, sending).do).toBe('retry');
    expect(nextStep(asked, { run: true }, { ...sending, retriesSeen: 1 }).do).toBe('nothing');
  });
});
