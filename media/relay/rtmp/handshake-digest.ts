import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The digests that Flash Player and Flash Media Server put into the handshake. Adobe never published them; the form is
 * the one of librtmp (`handshake.h`), FFmpeg (`libavformat/rtmpproto.c`) and nginx-rtmp (`ngx_rtmp_handshake.c`): each
 * side signs its first packet with the readable part of its own key, and its second packet with a key that is made of
 * the other side's signature.
 */

const DIGEST = 32;
const SCHEME_RANGE = 728;
/** Where the four bytes stand that say where the digest stands: the places before and after the other half's key. */
const SCHEMES = [8, 772] as const;
type Scheme = (typeof SCHEMES)[number];

const PLAYER_KEY = Buffer.from('Genuine Adobe Flash Player 001', 'latin1');
const SERVER_KEY = Buffer.from('Genuine Adobe Flash Media Server 001', 'latin1');
const KEY_TAIL = Buffer.from('f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae', 'hex');
const WHOLE_SERVER_KEY = Buffer.concat([SERVER_KEY, KEY_TAIL]);

type Side = 'player' | 'server';

/** The digest in a first packet, and where it was found. */
interface FoundDigest {
  scheme: Scheme;
  digest: Buffer;
}

/** The digest with which `side` signed its first packet (C1 or S1); null when the packet carries none. */
export function findDigest(packet: Buffer, side: Side): FoundDigest | null {
  for (const scheme of SCHEMES) {
    const at = digestPlace(packet, scheme);
    const digest = packet.subarray(at, at + DIGEST);
    if (timingSafeEqual(digest, digestOf(packet, at, side))) return { scheme, digest: Buffer.from(digest) };
  }
  return null;
}

/** Signs a first packet of `side` in place. */
export function signFirst(packet: Buffer, scheme: Scheme, side: Side): void {
  const at = digestPlace(packet, scheme);
  digestOf(packet, at, side).copy(packet, at);
}

/** Signs a server's second packet (S2) in place, as the answer to the player's digest. */
export function signSecond(packet: Buffer, playersDigest: Buffer): void {
  const at = packet.length - DIGEST;
  const key = hmac(WHOLE_SERVER_KEY, playersDigest);
  hmac(key, packet.subarray(0, at)).copy(packet, at);
}

function digestPlace(packet: Buffer, scheme: Scheme): number {
  let sum = 0;
  for (const byte of packet.subarray(scheme, scheme + 4)) sum += byte;
  return (sum % SCHEME_RANGE) + scheme + 4;
}

function digestOf(packet: Buffer, at: number, side: Side): Buffer {
  const key = side === 'server' ? SERVER_KEY : PLAYER_KEY;
  return hmac(key, packet.subarray(0, at), packet.subarray(at + DIGEST));
}

function hmac(key: Buffer, ...parts: Buffer[]): Buffer {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
