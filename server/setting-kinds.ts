import { isIP } from 'node:net';
import { settingKinds } from '@neustream/shared/kernel/settings.ts';

/** In Express's form: how many proxies stand in front, or which addresses they have. */
export type TrustedProxies = number | string[];

// Names of ranges that Express knows: https://expressjs.com/en/guide/behind-proxies.html
const RANGES = ['loopback', 'linklocal', 'uniquelocal'];
const MOST_HOPS = 16;

/** Origins of web pages, as browsers send them. */
export const origins = settingKinds
  .list()
  .refine((parts) => parts.every(isOrigin), {
    error: 'Use origins separated by commas, each like https://studio.example.com and without a path.',
  })
  .transform((parts) => parts.map((part) => new URL(part).origin));

/** The setting for who may tell us a client's address. Null when nobody may. */
export const proxies = settingKinds
  .list()
  .refine((parts) => isCount(parts) || parts.every(isProxy), {
    error:
      'Use the number of proxies in front, such as 1, or their addresses separated by commas, such as ' +
      '10.0.0.1 or 10.0.0.0/8.',
  })
  .transform((parts): TrustedProxies | null => {
    if (isCount(parts)) return Number(parts[0]) || null;
    return parts.length > 0 ? parts : null;
  });

function isCount(parts: readonly string[]): boolean {
  const [only = ''] = parts;
  return parts.length === 1 && /^\d{1,2}$/.test(only) && Number(only) <= MOST_HOPS;
}

function isProxy(text: string): boolean {
  if (RANGES.includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function isOrigin(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { href, origin } = new URL(text);
  return href === `${origin}/`;
}
