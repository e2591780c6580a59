import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from './network-of.ts';

describe('a client is counted by', () => {
  it.each([
    ['its address when that is IPv4', '203.0.113.7', '203.0.113.7', null],
    ['its IPv4 address when that is mapped into IPv6', '::ffff:203.0.113.7', '203.0.113.7', null],
    ['its IPv4 address when that is mapped in hexadecimal', '::FFFF:cb00:7107', '203.0.113.7', null],
    ['its /64 when that is IPv6', '2001:db8:12:34:a:b:c:d', '2001:db8:12:34::/64', '2001:db8:12::/48'],
    ['its /64 however it is written', '2001:0DB8:0012:0034::1', '2001:db8:12:34::/64', '2001:db8:12::/48'],
    ['its /64 whatever the interface', 'fe80::1%eth0', 'fe80::/64', 'fe80::/48'],
    ['the loopback network', '::1', '::/64', '::/48'],
    ['its address without the port that a proxy appended', '203.0.113.7:55', '203.0.113.7', null],
    ['its /64 without the port', '[2001:db8:12:34::1]:55', '2001:db8:12:34::/64', '2001:db8:12::/48'],
    ['one common name when it has no address', 'unknown', 'unknown', null],
    ['one common name when its address is none', '1.2.3.400', 'unknown', null],
  ])('%s', (_name, address, near, wide) => {
    expect(networkOf(address)).toEqual({ near, wide });
  });

  it('the same /64 whatever the host’s half of the address, and by another one for another network', () => {
    const half = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 });
    const text = (groups: number[]) => groups.map((group) => group.toString(16)).join(':');
    fc.assert(
      fc.property(half, half, half, (network, host, other) => {
        fc.pre(text(network).startsWith('2'));
        const near = networkOf(`${text(network)}:${text(host)}`).near;
        expect(networkOf(`${text(network)}:${text(other)}`).near).toBe(near);
        const next = [...network.slice(0, 3), network[3]! ^ 1];
        expect(networkOf(`${text(next)}:${text(host)}`).near).not.toBe(near);
      }),
    );
  });
});
