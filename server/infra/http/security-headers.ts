import type { RequestHandler } from 'express';
import helmet from 'helmet';

interface Options {
  /** Origins that pages fetch previews from, besides their own. */
  mediaOrigins: () => readonly string[];
  /** Whether the pages are reached over TLS. */
  tls: boolean;
}

/**
 * Security headers for every answer. Scripts come from us alone; styles may also be set by components at run time,
 * which script-free CSS cannot turn into code.
 */
export function securityHeaders({ mediaOrigins, tls }: Options): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:', () => mediaOrigins().join(' ')],
        connectSrc: ["'self'", () => mediaOrigins().join(' ')],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(tls ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: tls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  });
}
