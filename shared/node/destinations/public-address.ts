import ipaddr from 'ipaddr.js';

/** The only IPv6 block assigned for global unicast (RFC 4291, IANA). */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');
/**
 * Parts of that block reserved for protocols, for tunnels that embed an IPv4 address (Teredo, 6to4), or for
 * documentation.
 */
const BLOCKED_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((range) =>
  ipaddr.IPv6.parseCIDR(range),
);
/** Interface identifiers that embed an IPv4 address behind a tunnel (ISATAP, RFC 5214), as 16-bit groups 4 and 5. */
const ISATAP = new Set(['0:5efe', '200:5efe']);
const BLOCKED_V4 = ['0.0.0.0/8', '192.0.0.0/24', '192.88.99.0/24', '198.18.0.0/15', '240.0.0.0/4'].map(
  (range) => ipaddr.IPv4.parseCIDR(range),
);

/**
 * Whether an IP address is on the public internet. Loopback, private, link-local (including cloud metadata services),
 * CGNAT, multicast, reserved and documentation ranges are not, nor are IPv6 addresses that embed an IPv4 address,
 * except the mapped form of a public one. Anything that cannot be parsed is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString() === address && isPublicV4(parsed);
  if (parsed.zoneId) return false;
  if (parsed.isIPv4MappedAddress()) return isPublicV4(parsed.toIPv4Address());
  if (!parsed.match(GLOBAL_V6) || BLOCKED_V6.some((range) => parsed.match(range))) return false;
  const [, , , , fourth = 0, fifth = 0] = parsed.parts;
  return !ISATAP.has(`${fourth.toString(16)}:${fifth.toString(16)}`);
}

function isPublicV4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && !BLOCKED_V4.some((range) => address.match(range));
}
