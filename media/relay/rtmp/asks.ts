import { encoderName } from '../encoder-name.ts';
import type { AmfObject } from './amf-types.ts';

/** What an encoder says when it connects. All of it is untrusted input, and may contain its key. */
export interface ConnectAsk {
  /** Without slashes around it. */
  app: string;
  /** The query of the application and of `tcUrl`, without `?`; empty when there is none. */
  query: string;
  /** The encoder's own name (`flashVer`), such as `FMLE/3.0`; null when it has none. */
  encoder: string | null;
}

/** What an encoder asks for when it publishes: the query of its stream name stands first. */
export interface PublishAsk extends ConnectAsk {
  streamName: string;
}

const MAX_NAME = 2048;

/** Reads the command object of `connect` (RTMP specification 1.0, section 7.2.1.1). */
export function connectAsk({ app, tcUrl, flashVer }: AmfObject): ConnectAsk {
  const [name, appQuery] = splitQuery(text(app));
  const [, urlQuery] = splitQuery(text(tcUrl));
  // Most encoders repeat the application, with its query, in the address.
  const query = appQuery === urlQuery ? appQuery : joinQueries(appQuery, urlQuery);
  return { app: name.replace(/^\/+|\/+$/g, ''), query, encoder: encoderName(flashVer) };
}

/** What is asked with a `publish` of this stream name. */
export function publishAsk(connected: ConnectAsk, name: unknown): PublishAsk {
  const [streamName, nameQuery] = splitQuery(text(name));
  return { ...connected, streamName, query: joinQueries(nameQuery, connected.query) };
}

function joinQueries(...queries: string[]): string {
  return queries.filter((query) => query !== '').join('&');
}

function splitQuery(value: string): [string, string] {
  const at = value.indexOf('?');
  return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_NAME) : '';
}
