import type { IncomingMessage } from 'node:http';
import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie';
import type { Response } from 'express';

export interface Cookies {
  read(request: IncomingMessage, name: string): string | undefined;
  set(response: Response, name: string, { value, maxAgeMs }: { value: string; maxAgeMs: number }): void;
  clear(response: Response, name: string): void;
}

/** An expired cookie is dropped by the browser. */
const LONG_AGO = new Date(0);

/**
 * Cookies of pages: never readable by scripts, never sent from other sites. Over TLS the name has the prefix `__Host-`,
 * which binds a cookie to exactly this host; plain HTTP is only for loopback, where not every browser accepts the
 * prefix.
 */
export function createCookies({ secure }: { secure: boolean }): Cookies {
  const full = (name: string) => (secure ? `__Host-${name}` : name);
  const flags = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const;
  const send = (response: Response, cookie: SetCookie) =>
    void response.append('Set-Cookie', stringifySetCookie(cookie));
  return {
    read: (request, name) => parseCookie(request.headers.cookie ?? '')[full(name)],
    set: (response, name, { value, maxAgeMs }) =>
      send(response, { ...flags, name: full(name), value, maxAge: Math.floor(maxAgeMs / 1000) }),
    clear: (response, name) => send(response, { ...flags, name: full(name), value: '', expires: LONG_AGO }),
  };
}
