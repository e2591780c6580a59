import ipaddr from 'ipaddr.js';

/** What represents a client's address wherever tries and calls are counted. */
export interface Network {
  /** The client: an IPv4 address, or the /64 that a single IPv6 host is usually assigned. */
  near: string;
  /** The /48 around an IPv6 client, which a single site may own; null for IPv4. */
  wide: string | null;
}

const WITH_PORT = /^(?:([\d.]+):\d+|\[([^\]]+)\](?::\d+)?)$/;
const NEAR_BITS = 64;
const WIDE_BITS = 48;
const GROUP_BITS = 16;

/**
 * The network by which a client's address is counted. An IPv6 client has 2^64 addresses at its disposal (RFC 6177), so
 * counting single ones would be useless. An IPv4-mapped IPv6 address counts as the IPv4 address. Anything that is not
 * an address is counted together.
 */
export function networkOf(given: string): Network {
  // Some proxies append the client's port.
  const address =
    WITH_PORT.exec(given)
      ?.slice(1)
      .find((part) => part !== undefined) ?? given;
  if (!ipaddr.isValid(address)) return { near: 'unknown', wide: null };
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return { near: parsed.toString(), wide: null };
  return { near: prefixOf(parsed, NEAR_BITS), wide: prefixOf(parsed, WIDE_BITS) };
}

function prefixOf({ parts }: ipaddr.IPv6, bits: number): string {
  const kept = parts.map((part, index) => (index * GROUP_BITS < bits ? part : 0));
  return `${new ipaddr.IPv6(kept)}/${bits}`;
}
