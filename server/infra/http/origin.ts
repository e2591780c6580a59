import type { IncomingMessage } from 'node:http';

/** Which pages may act for a signed-in browser. */
export interface OriginRule {
  publicUrl: string | null;
  allowedOrigins: readonly string[];
}

/** Whether an `Origin` is this server itself (as the browser reached it) or one that the operator allowed. */
export function isOwnOrigin(origin: string, host: string | undefined, rule: OriginRule): boolean {
  if (rule.allowedOrigins.includes(origin)) return true;
  if (rule.publicUrl && new URL(rule.publicUrl).origin === origin) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

/**
 * Whether a request that changes something comes from our own pages. Browsers say so in `Sec-Fetch-Site` or `Origin`; a
 * request with neither does not come from a browser, and is allowed only without cookies.
 */
export function isSameSite(request: IncomingMessage, rule: OriginRule): boolean {
  const { origin, host, cookie } = request.headers;
  if (origin !== undefined) return isOwnOrigin(origin, host, rule);
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return cookie === undefined;
}
