import { expect, it } from 'vitest';
import { Secret } from '../kernel/secret.ts';
import { adobeDigest, adobeResponse, loginFits, publishLoginOf } from './adobe-login.ts';

const password = new Secret('secret');

// Computed with Python's hashlib from the steps of FFmpeg's do_adobe_auth.
it('answers a challenge as FFmpeg and librtmp do', () => {
  const digest = adobeDigest({ user: 'cam', salt: 'e1a4', password });
  expect(digest.reveal()).toBe('hzFJSZ/SKLifOT2ktU6rcQ==');
  expect(adobeResponse(digest, { challenge: 'b8f2', clientChallenge: '00abcdef' })).toBe(
    'VfpCWe3lA5RknJn12Z3Ubw==',
  );
});

it('knows the right key of a source by the answer alone', () => {
  const login = publishLoginOf('pub1', new Secret('right'));
  const proof = (key: string, salt = login.salt) => {
    const round = { challenge: 'now', clientChallenge: 'then' };
    const digest = adobeDigest({ user: 'pub1', salt, password: new Secret(key) });
    return { ...round, user: 'pub1', salt, response: adobeResponse(digest, round) };
  };
  expect(loginFits(login, proof('right'))).toBe(true);
  expect(loginFits(login, proof('wrong'))).toBe(false);
  expect(loginFits(login, proof('right', 'other'))).toBe(false);
  expect(loginFits(login, { ...proof('right'), challenge: 'another' })).toBe(false);
  expect(loginFits(login, { ...proof('right'), response: '' })).toBe(false);
});
