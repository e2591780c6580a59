import { join } from 'node:path';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';

const YEAR_SECONDS = 31_536_000;

/**
 * The built pages: files with a hash in their name are cached by browsers for ever, and every address that is not a
 * file gets the one page, which does its own routing.
 */
export function servePages(pagesDir: string): Router {
  const router = Router();
  const hashed = `public, max-age=${YEAR_SECONDS}, immutable`;
  const asset = express.static(join(pagesDir, 'assets'), {
    setHeaders: cache(hashed),
    fallthrough: false,
    redirect: false,
  });
  router.use('/assets', (request, response, next) => {
    // Methods that a file does not take are answered like any unknown address.
    if (request.method === 'GET' || request.method === 'HEAD') asset(request, response, next);
    else next();
  });
  router.use(express.static(pagesDir, { index: false, setHeaders: cache('no-cache') }));
  router.get('/{*path}', page(pagesDir));
  return router;
}

function cache(value: string) {
  return (response: Response) => {
    response.set('Cache-Control', value);
  };
}

function page(pagesDir: string): RequestHandler {
  return (request: Request, response: Response, next) => {
    if (/^\/(api|internal|socket\.io)(\/|$)/.test(request.path)) return next();
    const headers = { 'Cache-Control': 'no-cache' };
    response.sendFile('index.html', { root: pagesDir, headers }, (error) => {
      if (!error || response.headersSent) return;
      response
        .status(503)
        .type('text/plain')
        .send('The pages are not built yet. Start Neustream with: npm start\n');
    });
  };
}
