import ipaddr from 'ipaddr.js';

/** Shared by NAT64 gateways: the last 32 bits are an IPv4 address (RFC 6052, RFC 8215). */
const NAT64 = [ipaddr.IPv6.parseCIDR('64:ff9b::/96'), ipaddr.IPv6.parseCIDR('64:ff9b:1::/48')];
/** Deprecated forms that also carry an IPv4 address, and ranges that are nobody's on the public net. */
const BLOCKED_V6 = ['::/96', '100::/64', '2001::/23', '2002::/16', '3fff::/20', '5f00::/16', 'fec0::/10'].map(
  (range) => ipaddr.IPv6.parseCIDR(range),
);
const BLOCKED_V4 = ['0.0.0.0/8', '192.0.0.0/24', '192.88.99.0/24', '198.18.0.0/15', '240.0.0.0/4'].map(
  (range) => ipaddr.IPv4.parseCIDR(range),
);

/**
 * Whether an IP address is on the public internet. Loopback, private, link-local (with the clouds'
 * metadata service), CGNAT, multicast, reserved and documentation ranges are not, nor are IPv6
 * addresses that stand for an IPv4 address. What cannot be read is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return isPublicV4(parsed);
  if (parsed.zoneId) return false;
  if (parsed.isIPv4MappedAddress()) return isPublicV4(parsed.toIPv4Address());
  if (NAT64.some((range) => parsed.match(range))) return false;
  return parsed.range() === 'unicast' && !BLOCKED_V6.some((range) => parsed.match(range));
}

function isPublicV4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && !BLOCKED_V4.some((range) => address.match(range));
}
