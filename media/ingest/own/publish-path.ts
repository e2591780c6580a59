import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { PublishAsk } from '../../relay/public.ts';
import { isPublicId, LIVE_APP, LOGIN_APP } from '../ingest.ts';

/** Where an encoder wants to publish, and with which key. */
export interface PublishPath {
  publicId: string;
  /** Empty when it brought none. */
  key: Secret;
  /** It published to the application of encoders that log in. */
  login: boolean;
}

/**
 * Reads what an encoder named: `live/<public id>?key=<key>`, with the query behind stream name, application or address;
 * `live/<public id>/<key>`, wherever it splits application and stream name; or `login/<public id>`. Null when it is
 * none of them.
 */
export function publishPath({ app, streamName, query }: PublishAsk): PublishPath | null {
  const [first, publicId = '', pathKey, ...more] = `${app}/${streamName}`
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const login = first === LOGIN_APP;
  if ((first !== LIVE_APP && !login) || !isPublicId(publicId) || more.length > 0) return null;
  if (login && pathKey !== undefined) return null;
  return { publicId, key: new Secret(new URLSearchParams(query).get('key') || (pathKey ?? '')), login };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
