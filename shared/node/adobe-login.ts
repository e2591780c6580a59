import { createHash, timingSafeEqual } from 'node:crypto';
import type { PublishLogin, PublishLoginProof } from '../contracts/media-control.ts';
import { Secret } from '../kernel/secret.ts';

/** The parts of an `authmod=adobe` answer that are not secret: see librtmp, `PublisherAuth`, and FFmpeg, `do_adobe_auth`. */
export type AdobeChallenge = Pick<PublishLoginProof, 'challenge' | 'clientChallenge'>;

/** base64(md5(user + salt + password)): what a server needs to hold to check an Adobe login, and a client to log in. */
export function adobeDigest({
  user,
  salt,
  password,
}: {
  user: string;
  salt: string;
  password: Secret;
}): Secret {
  return new Secret(md5(user, salt, password.reveal()));
}

/**
 * What a client answers to a challenge.
 * @param challenge the server's `opaque`, or its `challenge` where it sent no `opaque`
 */
export function adobeResponse(digest: Secret, { challenge, clientChallenge }: AdobeChallenge): string {
  return md5(digest.reveal(), challenge, clientChallenge);
}

/** The login of a source at our own ingest. Its salt never changes, so that every process knows it without asking. */
export function publishLoginOf(publicId: string, key: Secret): PublishLogin {
  const salt = publishSalt(publicId);
  return { salt, digest: adobeDigest({ user: publicId, salt, password: key }) };
}

/** The login as it is sent to a media node. */
export function publishLoginToWire({ salt, digest }: PublishLogin): { salt: string; digest: string } {
  return { salt, digest: digest.reveal() };
}

/** The salt that the login of a source begins with, also of one that does not exist. */
export function publishSalt(publicId: string): string {
  return createHash('sha256').update(publicId).digest('hex').slice(0, 8);
}

/** Whether an encoder answered its challenge with the key of this login; takes the same time for any answer. */
export function loginFits({ salt, digest }: PublishLogin, proof: PublishLoginProof): boolean {
  const expected = Buffer.from(adobeResponse(digest, proof));
  const answered = Buffer.from(proof.response);
  return salt === proof.salt && answered.length === expected.length && timingSafeEqual(answered, expected);
}

function md5(...parts: string[]): string {
  return createHash('md5').update(parts.join('')).digest('base64');
}
