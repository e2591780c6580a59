import { AddressError, isSameServer, parseRtmpAddress } from './rtmp-address.ts';

/**
 * Whether a destination keeps its stored stream key when its address changes. A stream key is write-only. If it were
 * kept when the server changes, anyone signed in could have it sent to a server of their choice. So it is kept only for
 * the scheme, host and port it was saved for.
 */
export function keepsStreamKey(before: string, after: string): boolean {
  try {
    return isSameServer(parseRtmpAddress(before), parseRtmpAddress(after));
  } catch (error) {
    // An earlier version may have saved something that can no longer be parsed.
    if (error instanceof AddressError) return false;
    throw error;
  }
}
