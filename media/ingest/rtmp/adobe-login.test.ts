import { Secret } from '@neustream/shared/kernel/secret.ts';
import { adobeDigest, adobeResponse, loginFits, publishLoginOf } from '@neustream/shared/node/adobe-login.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdobeLogins } from './adobe-login.ts';

const USER = 'abcdef12';
const KEY = new Secret('the key');
const MINUTE = 60_000;

function loginsAt(now: number): AdobeLogins {
  return new AdobeLogins(new Secret('node'), () => now);
}

/** What an encoder answers that was asked this at that time. */
function answerTo(logins: AdobeLogins, escaped: (text: string) => string = (text) => text): string {
  const asked = logins.step(`authmod=adobe&user=${USER}`);
  const given = new URLSearchParams(asked.kind === 'ask' ? asked.description.split('?')[1] : '');
  const [salt, opaque] = [given.get('salt') ?? '', given.get('opaque') ?? ''];
  const digest = adobeDigest({ user: USER, salt, password: KEY });
  const clientChallenge = 'a+b/cQ==';
  const response = adobeResponse(digest, { challenge: opaque, clientChallenge });
  const values = `challenge=${escaped(clientChallenge)}&response=${escaped(response)}&opaque=${opaque}`;
  return `authmod=adobe&user=${USER}&${values}`;
}

describe('an encoder that logs in with user name and password', () => {
  it('is asked for its name, then for the answer to a challenge, in the words that encoders look for', () => {
    const logins = loginsAt(0);
    expect(logins.step('')).toEqual({
      kind: 'ask',
      description: '[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ',
    });
    expect(logins.step(`authmod=adobe&user=${USER}`)).toEqual({
      kind: 'ask',
      description: expect.stringMatching(
        /^\[ AccessManager\.Reject \] : \[ authmod=adobe \] : \?reason=needauth&user=abcdef12&salt=[0-9a-f]{8}&challenge=([0-9a-f]{16})&opaque=\1$/,
      ),
    });
  });

  it.each([
    ['as it is', (text: string) => text],
    ['escaped', encodeURIComponent],
  ])('proves that it knows the key with base64 %s', (_how, escaped) => {
    const logins = loginsAt(0);
    const step = logins.step(answerTo(logins, escaped));
    if (step.kind !== 'check') throw new Error(step.kind);
    expect(loginFits(publishLoginOf(USER, KEY), step.proof)).toBe(true);
    expect(loginFits(publishLoginOf(USER, new Secret('another')), step.proof)).toBe(false);
  });

  it('may answer for some minutes, to any process of the node, and to no other node', () => {
    const answer = answerTo(loginsAt(0));
    expect(loginsAt(5 * MINUTE).step(answer).kind).toBe('check');
    expect(loginsAt(6 * MINUTE).step(answer).kind).toBe('refuse');
    expect(new AdobeLogins(new Secret('other'), () => 0).step(answer).kind).toBe('refuse');
  });

  it('is refused with a challenge or user name that cannot be ours, or an answer that is too long', () => {
    const logins = loginsAt(0);
    const answer = answerTo(logins);
    expect(logins.step(answer.replace(/opaque=.*/, 'opaque=mine')).kind).toBe('refuse');
    expect(logins.step(answer.replace(USER, 'fedcba21')).kind).toBe('refuse');
    expect(logins.step('authmod=adobe&user=a%26salt=1').kind).toBe('refuse');
    expect(logins.step(answer.replace('response=', `response=${'x'.repeat(200)}`)).kind).toBe('refuse');
  });

  it('gets a step whatever it sends', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('authmod=adobe', 'user=abcdef12', 'response=', 'opaque=%', 'challenge==', '&', '='),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const joint of ['', '&'])
          expect(['ask', 'check', 'refuse']).toContain(loginsAt(0).step(pieces.join(joint)).kind);
      }),
    );
  });
});
