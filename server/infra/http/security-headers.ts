import type { RequestHandler } from 'express';
import helmet from 'helmet';

interface Options {
  /** Origins that pages fetch previews from, besides their own. */
  mediaOrigins: () => readonly string[];
  /** Whether the pages are reached over TLS. */
  tls: boolean;
}

/** Security headers for every answer. Scripts, styles and pictures come from us alone, as files. */
export function securityHeaders({ mediaOrigins, tls }: Options): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", () => mediaOrigins().join(' ')],
        workerSrc: ["'none'"],
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
