import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { isLoopback } from './loopback.ts';

interface Options {
  /** Origins, besides their own, that pages fetch previews from. */
  mediaOrigins: () => readonly string[];
  /**
   * Whether the pages are reached over TLS, and thus from other machines: loopback is then the visitor's own machine.
   */
  tls: boolean;
}

/** Security headers for every answer. Scripts, styles and images come only from us, as files. */
export function securityHeaders({ mediaOrigins, tls }: Options): RequestHandler {
  const fetched = () => (tls ? mediaOrigins().filter(isElsewhere) : mediaOrigins());
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // WebAssembly: the studio's sound encoder and noise suppression.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", () => fetched().join(' ')],
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

function isElsewhere(origin: string): boolean {
  return URL.canParse(origin) && !isLoopback(new URL(origin).hostname);
}
