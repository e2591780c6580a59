import ipaddr from 'ipaddr.js';

/** What stands for a client's address wherever tries and calls are counted. */
export interface Network {
  /** The client: an IPv4 address, or the /64 that one IPv6 host is given whole. */
  near: string;
  /** The /48 around an IPv6 client, which one site may have whole; null for IPv4. */
  wide: string | null;
}

const NEAR_BITS = 64;
const WIDE_BITS = 48;
const GROUP_BITS = 16;

/**
 * The network that a client's address is counted by: whoever has an IPv6 address has 2^64 of them (RFC 6177), so that
 * counting single ones would count nothing. An IPv4 address mapped into IPv6 is the IPv4 address. What is no address
 * at all is counted together.
 */
export function networkOf(address: string): Network {
  if (!ipaddr.isValid(address)) return { near: 'unknown', wide: null };
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return { near: parsed.toString(), wide: null };
  return { near: prefixOf(parsed, NEAR_BITS), wide: prefixOf(parsed, WIDE_BITS) };
}

function prefixOf({ parts }: ipaddr.IPv6, bits: number): string {
  const kept = parts.map((part, index) => (index * GROUP_BITS < bits ? part : 0));
  return `${new ipaddr.IPv6(kept)}/${bits}`;
}
