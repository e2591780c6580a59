import { expect, test } from 'vitest';
import { portAllowed } from './ports.ts';
import { isPublicAddress } from './public-address.ts';

test.each([
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '::5efe:7f00:1',
  '2606:4700::5efe:a00:1',
  '2606:4700::200:5efe:a00:1',
  '64:ff9b:2::1',
  '4000::1',
  '1fff:ffff::1',
  '2001:20::1',
  'localhost',
  '',
  '0x7f.1',
])('%s is not on the public internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::5e',
  '::ffff:8.8.8.8',
])('%s is on the public internet', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test('without a setting, ports of other well-known services are closed', () => {
  expect([443, 1935, 1936, 8080, 50_000].every((port) => portAllowed(port, null))).toBe(true);
  expect([22, 25, 53, 5432, 6379].some((port) => portAllowed(port, null))).toBe(false);
});

test('with a setting, only its ports are open', () => {
  const ranges = [{ from: 1935, to: 1937 }];
  expect([1934, 1935, 1937, 1938].map((port) => portAllowed(port, ranges))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
