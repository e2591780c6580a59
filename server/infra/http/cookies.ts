import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';

export interface Cookies {
  read(request: IncomingMessage, name: string): string | undefined;
  set(response: Response, name: string, { value, maxAgeMs }: { value: string; maxAgeMs: number }): void;
  clear(response: Response, name: string): void;
}

/**
 * Cookies of pages: never readable by scripts, never sent from other sites. Over TLS the name has the prefix
 * `__Host-`, which binds a cookie to exactly this host; plain http is only for loopback, where not every
 * browser accepts the prefix.
 */
export function createCookies({ secure }: { secure: boolean }): Cookies {
  const full = (name: string) => (secure ? `__Host-${name}` : name);
  const flags = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const;
  return {
    read: (request, name) => parse(request.headers.cookie ?? '').get(full(name)),
    set: (response, name, { value, maxAgeMs }) => {
      response.cookie(full(name), value, { ...flags, maxAge: maxAgeMs });
    },
    clear: (response, name) => {
      response.clearCookie(full(name), flags);
    },
  };
}

function parse(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return cookies;
}
