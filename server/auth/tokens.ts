import { createHash, randomBytes } from 'node:crypto';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { jwtVerify, SignJWT } from 'jose';

export const ACCESS_SECONDS = 15 * 60;
export const REFRESH_MS = 30 * 24 * 3_600_000;

const ALGORITHM = 'HS256';
const ISSUER = 'neustream';
const AUDIENCE = 'neustream-api';
/** The form in which this server writes ids; rooms and queries compare them as text. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface AccessClaims {
  userId: string;
  signInId: string;
}

export interface AccessTokens {
  sign(claims: AccessClaims): Promise<string>;
  /** Null unless it is one of our tokens and in force. */
  verify(token: string): Promise<AccessClaims | null>;
}

export function createAccessTokens(secret: Secret, now: () => number): AccessTokens {
  const key = new TextEncoder().encode(secret.reveal());
  return {
    sign({ userId, signInId }) {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT({ sid: signInId })
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(userId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ACCESS_SECONDS)
        .sign(key);
    },
    async verify(token) {
      const rules = {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        // jose checks these only where they are present, and a token without an expiry would never expire.
        requiredClaims: ['exp', 'iat', 'sub', 'sid'],
        currentDate: new Date(now()),
      };
      const result = await jwtVerify(token, key, rules).catch(() => null);
      const { sub, sid } = result?.payload ?? {};
      return isId(sub) && isId(sid) ? { userId: sub, signInId: sid } : null;
    },
  };
}

function isId(claim: unknown): claim is string {
  return typeof claim === 'string' && ID.test(claim);
}

/** A new refresh or device token, 256 bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of such a token. It is random, so a plain hash cannot be reversed by guessing. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
