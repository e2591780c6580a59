import { createHmac } from 'node:crypto';
import type { PublishLoginProof } from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { publishSalt } from '@neustream/shared/node/adobe-login.ts';
import { isPublicId } from '../ingest.ts';

/**
 * The server's side of `authmod=adobe`, in the words that FFmpeg (`libavformat/rtmpproto.c`) and librtmp
 * (`PublisherAuth`) look for. Encoders connect three times: without anything, with their user name, and with the
 * answer to the challenge they were given.
 */
const MODE = 'authmod=adobe';
const ASK_FOR_USER = `[ AccessManager.Reject ] : [ code=403 need auth; ${MODE} ] : `;
/** What an encoder is told whose password, or challenge, is wrong. */
export const LOGIN_REFUSED = `[ AccessManager.Reject ] : [ ${MODE} ] : ?reason=authfailed`;
/** What an encoder is told that may come again with the same password. */
export const LOGIN_DEFERRED = '[ AccessManager.Reject ] : [ This stream cannot be taken at the moment. ] : ';
const MINUTE_MS = 60_000;
/** How many minutes after its own a challenge may be answered. */
const VALID_MINUTES = 5;
const CHALLENGE_CHARACTERS = 16;
/** As much as a proof may hold (`publishLoginProof`). */
const MOST_CHARACTERS = 200;

/** What to do with an encoder that connects to log in. */
export type LoginStep =
  /** Tell it this and hang up; it comes again with more. */
  { kind: 'ask'; description: string } | { kind: 'check'; proof: PublishLoginProof } | { kind: 'refuse' };

/**
 * Challenges that need no memory: they follow from user name, minute and a secret, so that whichever process an encoder
 * reaches with its answer knows whether the challenge was ours.
 */
export class AdobeLogins {
  readonly #secret: Secret;
  readonly #now: Clock;

  constructor(secret: Secret, now: Clock) {
    this.#secret = secret;
    this.#now = now;
  }

  /** @param query what stands behind the application that the encoder named */
  step(query: string): LoginStep {
    const given = parameters(query);
    const user = given.get('user');
    if (given.get('authmod') !== 'adobe' || user === undefined)
      return { kind: 'ask', description: ASK_FOR_USER };
    if (!isPublicId(user)) return { kind: 'refuse' };
    const response = given.get('response');
    if (response === undefined) return { kind: 'ask', description: this.#askForAnswer(user) };
    const challenge = given.get('opaque') || this.#challenge(user, 0);
    const clientChallenge = given.get('challenge') ?? '';
    const tooLong = Math.max(response.length, clientChallenge.length) > MOST_CHARACTERS;
    if (tooLong || !this.#isOurs(user, challenge)) return { kind: 'refuse' };
    return { kind: 'check', proof: { user, salt: publishSalt(user), challenge, clientChallenge, response } };
  }

  /** Clients answer `opaque` and fall back to `challenge`: with both the same, none can mean another one. */
  #askForAnswer(user: string): string {
    const challenge = this.#challenge(user, 0);
    const values = `user=${user}&salt=${publishSalt(user)}&challenge=${challenge}&opaque=${challenge}`;
    return `[ AccessManager.Reject ] : [ ${MODE} ] : ?reason=needauth&${values}`;
  }

  #isOurs(user: string, challenge: string): boolean {
    for (let ago = 0; ago <= VALID_MINUTES; ago += 1)
      if (challenge === this.#challenge(user, ago)) return true;
    return false;
  }

  #challenge(user: string, minutesAgo: number): string {
    const minute = Math.floor(this.#now() / MINUTE_MS) - minutesAgo;
    const mac = createHmac('sha256', this.#secret.reveal()).update(`${user} ${minute}`).digest('hex');
    return mac.slice(0, CHALLENGE_CHARACTERS);
  }
}

/** Encoders write base64 as it is, in which `+` is no space; others escape it. Of what comes twice the last counts. */
function parameters(query: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    if (at > 0) found.set(part.slice(0, at), unescaped(part.slice(at + 1)));
  }
  return found;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
