import { expect, test } from 'vitest';
import { parseRtmpAddress } from '../../destinations/rtmp-address.ts';
import { addressProblem, mayConnect } from './rules.ts';

const rules = { allowPrivate: false, allowedPorts: null };
const problemOf = (address: string, changed: Partial<Parameters<typeof addressProblem>[1]> = {}) =>
  addressProblem(parseRtmpAddress(address), { ...rules, ...changed });

test.each([
  'rtmp://localhost/app',
  'rtmp://LOCALHOST./app',
  'rtmp://studio.localhost/app',
  'rtmp://nas.local/app',
  'rtmp://metadata.google.internal/app',
  'rtmp://box.home.arpa/app',
  'rtmp://router.lan/app',
  'rtmp://mediaserver/app',
  'rtmp://127.0.0.1/app',
  'rtmp://169.254.169.254/app',
  'rtmp://[::1]/app',
  'rtmp://[64:ff9b:2::1]/app',
])('%s is told to be no public server before DNS is asked', (address) => {
  expect(problemOf(address)).toBe('RTMP_ADDRESS_NOT_PUBLIC');
  expect(problemOf(address, { allowPrivate: true })).toBe(null);
});

test.each([
  'rtmp://live.example.com/app',
  'rtmps://a.rtmps.youtube.com:443/live2',
  'rtmp://va.pscp.tv:80/x',
  'rtmps://va.pscp.tv:443/x',
  'rtmp://bücher.example/app',
  'rtmp://8.8.8.8/app',
])('there is nothing against %s', (address) => {
  expect(problemOf(address)).toBe(null);
});

test('a name in other letters is judged by what it stands for', () => {
  expect(problemOf('rtmp://１２７.0.0.1/app')).toBe('RTMP_ADDRESS_NOT_PUBLIC');
  expect(problemOf('rtmp://ｌocalhost/app')).toBe('RTMP_ADDRESS_NOT_PUBLIC');
});

test('a closed port is told, whatever else is allowed', () => {
  expect(problemOf('rtmp://live.example.com:5432/app')).toBe('RTMP_ADDRESS_PORT_CLOSED');
  const allowedPorts = [{ from: 1935, to: 1935 }];
  expect(problemOf('rtmps://live.example.com/app', { allowPrivate: true, allowedPorts })).toBe(
    'RTMP_ADDRESS_PORT_CLOSED',
  );
});

test('a name with one private address among public ones may not be connected to', () => {
  expect(mayConnect(['8.8.8.8', '2606:4700::1111'], rules)).toBe(true);
  expect(mayConnect(['8.8.8.8', '10.0.0.1'], rules)).toBe(false);
  expect(mayConnect(['10.0.0.1'], { ...rules, allowPrivate: true })).toBe(true);
});
