import { expect, test } from 'vitest';
import { requireReachable } from './address.ts';

const rules = { allowPrivate: false, allowedPorts: null };
const check = (address: string, lookup: () => Promise<string[]>) =>
  requireReachable(address, { rules, lookup });
const refused = (code: string) => expect.objectContaining({ fields: { rtmp_url: { code } } });

test('a name that leads into a private network is refused while its owner still looks at it', async () => {
  const inside = check('rtmp://intern.example.com/live', async () => ['8.8.8.8', '10.1.2.3']);
  await expect(inside).rejects.toEqual(refused('RTMP_ADDRESS_NOT_PUBLIC'));
});

test('a name that DNS does not know today is accepted', async () => {
  await check('rtmp://new.example.com/live', () => Promise.reject(new Error('ENOTFOUND')));
  await check('rtmp://new.example.com/live', async () => []);
});

test('DNS is not asked for an address that is refused or a number', async () => {
  const asked = () => Promise.reject(new Error('asked'));
  await expect(check('rtmp://router.lan/live', asked)).rejects.toEqual(refused('RTMP_ADDRESS_NOT_PUBLIC'));
  await check('rtmp://8.8.8.8/live', asked);
});
