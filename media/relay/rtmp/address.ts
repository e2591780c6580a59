import { AppError } from '@neustream/shared/kernel/app-error.ts';

/** A destination's server, taken apart. Holds no key. */
export interface RtmpAddress {
  secure: boolean;
  /** Name or IP address, without brackets. */
  host: string;
  port: number;
  /** Application with instance and query, as `connect` wants it: `live2?backup=1`. */
  app: string;
  /** The address as `connect` wants it in `tcUrl`. */
  tcUrl: string;
}

const MAX_ADDRESS = 2048;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'rtmp:': 1935, 'rtmps:': 443 };
const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;

function invalid(message: string): AppError {
  return new AppError({
    code: 'ADDRESS_INVALID',
    fault: 'user',
    message,
    action: 'Enter an address such as rtmp://live.example.com/app, and the stream key in its own field.',
  });
}

/**
 * Takes an `rtmp://` or `rtmps://` address apart. Ports default to 1935 and 443.
 * @throws AppError ADDRESS_INVALID, fault `user`
 */
export function parseRtmpAddress(address: string): RtmpAddress {
  if (address.length > MAX_ADDRESS) throw invalid('The server address is too long.');
  const url = parseUrl(address.trim());
  const defaultPort = DEFAULT_PORTS[url.protocol];
  if (defaultPort === undefined) throw invalid('The server address must begin with rtmp:// or rtmps://.');
  if (url.username !== '' || url.password !== '') {
    throw invalid('The server address must not hold a user name or password.');
  }
  const bracketed = url.hostname.startsWith('[');
  const host = bracketed ? url.hostname.slice(1, -1) : url.hostname;
  if (host === '' || (!bracketed && !HOST.test(host)))
    throw invalid('The server address has no valid host name.');
  const port = url.port === '' ? defaultPort : Number(url.port);
  if (port < 1) throw invalid('The server address has no valid port.');
  const app = `${url.pathname.replace(/^\/+|\/+$/g, '')}${url.search}`;
  if (app === '') throw invalid('The server address lacks the application, such as /live.');
  const shownPort = port === defaultPort ? '' : `:${port}`;
  const tcUrl = `${url.protocol}//${url.hostname}${shownPort}/${app}`;
  return { secure: url.protocol === 'rtmps:', host, port, app, tcUrl };
}

function parseUrl(address: string): URL {
  // Control characters and spaces would be dropped or escaped silently: a paste error is better told.
  if (/[\p{C}\s]/u.test(address)) throw invalid('The server address contains spaces or control characters.');
  const url = URL.parse(address);
  if (!url || !/^rtmps?:\/\//i.test(address))
    throw invalid('The server address is not a valid RTMP address.');
  return url;
}
