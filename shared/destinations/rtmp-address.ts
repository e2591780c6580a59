import { FIELD_CODES, type FieldCode } from '../contracts/errors.ts';
import { AppError } from '../kernel/app-error.ts';

/** A destination's server address, split into its parts. Contains no key. */
export interface RtmpAddress {
  secure: boolean;
  /** Name, in the ASCII form that DNS and TLS know, or IP address without brackets. */
  host: string;
  port: number;
  /** Application with instance and query, as `connect` expects it: `live2?backup=1`. */
  app: string;
  /** The address as `connect` expects it in `tcUrl`. */
  tcUrl: string;
}

/** What is used of the web platform's `URL`; `shared` has types of no platform. */
interface WebUrl {
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}
declare const URL: { parse(address: string): WebUrl | null };

const MAX_ADDRESS = 2048;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'rtmp:': 1935, 'rtmps:': 443 };
const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;
/** Resolvers read such names as IPv4 addresses in old notations: `127.1`, `0x7f000001` (inet_aton). */
const ENDS_IN_A_NUMBER = /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i;
/** A name beyond ASCII, and nothing in it that separates parts of an address. */
const FOREIGN_NAME = /^(?=.*\P{ASCII})[^/?#@:\\%[\]]+$/u;
/** What stands in for an application where a service shows its addresses without one, by the end of its names. */
const UNSPOKEN_APPS: readonly { zone: string; app: string }[] = [{ zone: '.live-video.net', app: 'app' }];
const IPV4 = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/;

/** The error for an invalid address, with the field code of what is wrong with it. */
export class AddressError extends AppError {
  readonly field: FieldCode;

  constructor(field: FieldCode) {
    super({
      code: 'ADDRESS_INVALID',
      fault: 'user',
      message: FIELD_CODES[field],
      action:
        'Enter an address such as rtmp://live.example.com/app, and put the stream key in its own field.',
    });
    this.field = field;
  }
}

/**
 * Parses an `rtmp://` or `rtmps://` address. The default ports are 1935 and 443.
 * @throws AddressError, an AppError `ADDRESS_INVALID` with fault `user`
 */
export function parseRtmpAddress(address: string): RtmpAddress {
  const url = parseUrl(address);
  const defaultPort = DEFAULT_PORTS[url.protocol];
  if (defaultPort === undefined) throw new AddressError('RTMP_ADDRESS_INVALID');
  if (url.username !== '' || url.password !== '') throw new AddressError('RTMP_ADDRESS_HAS_LOGIN');
  if (url.hash !== '') throw new AddressError('RTMP_ADDRESS_HAS_FRAGMENT');
  const host = hostOf(url);
  const port = url.port === '' ? defaultPort : Number(url.port);
  if (port < 1) throw new AddressError('RTMP_ADDRESS_PORT_INVALID');
  const app = appOf(url, host);
  if (app === '') throw new AddressError('RTMP_ADDRESS_HAS_NO_APP');
  const shownPort = port === defaultPort ? '' : `:${port}`;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  const tcUrl = `${url.protocol}//${shownHost}${shownPort}/${app}`;
  return { secure: url.protocol === 'rtmps:', host, port, app, tcUrl };
}

/** The code of what is wrong with the form of an address; null when nothing is. */
export function addressMistake(address: string): FieldCode | null {
  try {
    parseRtmpAddress(address);
    return null;
  } catch (error) {
    if (error instanceof AddressError) return error.field;
    throw error;
  }
}

/** Whether two addresses lead to the same server (scheme, host and port), however they are written. */
export function isSameServer(one: RtmpAddress, other: RtmpAddress): boolean {
  return one.secure === other.secure && one.port === other.port && nameOf(one) === nameOf(other);
}

function nameOf({ host }: Pick<RtmpAddress, 'host'>): string {
  return host.toLowerCase().replace(/\.$/, '');
}

function appOf({ pathname, search }: WebUrl, host: string): string {
  const path = pathname.replace(/^\/+|\/+$/g, '');
  if (path !== '') return `${path}${search}`;
  const unspoken = UNSPOKEN_APPS.find(({ zone }) => nameOf({ host }).endsWith(zone));
  return `${unspoken?.app ?? ''}${search}`;
}

function hostOf(url: WebUrl): string {
  if (url.hostname.startsWith('[')) return url.hostname.slice(1, -1);
  const hostname = asciiName(url.hostname);
  const isName = HOST.test(hostname) && (!ENDS_IN_A_NUMBER.test(hostname) || IPV4.test(hostname));
  if (!isName) throw new AddressError('RTMP_ADDRESS_HOST_INVALID');
  return hostname;
}

/** The name as DNS knows it (IDNA, UTS 46): `URL` converts names for the web's own schemes only, and escapes others. */
function asciiName(hostname: string): string {
  if (!hostname.includes('%')) return hostname;
  const name = unescaped(hostname);
  const ascii = FOREIGN_NAME.test(name) ? URL.parse(`http://${name}/`) : null;
  if (ascii === null) throw new AddressError('RTMP_ADDRESS_HOST_INVALID');
  return ascii.hostname;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parseUrl(given: string): WebUrl {
  if (given.length > MAX_ADDRESS) throw new AddressError('RTMP_ADDRESS_TOO_LONG');
  const address = given.trim();
  // Control characters and spaces would be silently dropped or escaped; better to point out what is likely a paste
  // error.
  if (/[\p{C}\s]/u.test(address)) throw new AddressError('RTMP_ADDRESS_HAS_SPACES');
  const url = URL.parse(address);
  if (!url || !/^rtmps?:\/\//i.test(address)) throw new AddressError('RTMP_ADDRESS_INVALID');
  return url;
}
