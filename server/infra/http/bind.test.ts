import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { file, form, html, raw, redirect } from '@neustream/shared/contracts/kinds.ts';
import { routes } from '@neustream/shared/contracts/route.ts';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLog } from '../log.ts';
import { bindRoutes, type Gate } from './bind.ts';
import { errorHandler } from './errors.ts';
import type { Handlers } from './handler.ts';
import { refuseOtherMethods } from './methods.ts';
import { tooManyRequests } from './rate-limits.ts';

const ROUTES = routes(
  { tag: 'test', access: 'public', limit: 'none' },
  {
    webhook: {
      method: 'post',
      path: '/webhook',
      summary: 'Signed bytes',
      body: raw({ type: 'application/json', signature: 'Signed' }),
      answer: z.object({ genuine: z.boolean() }),
      status: 200,
    },
    contact: {
      method: 'post',
      path: '/contact',
      summary: 'A form',
      body: form(z.object({ name: z.string().min(2) })),
      answer: redirect(),
      status: 303,
    },
    recording: {
      method: 'get',
      path: '/recording',
      summary: 'A file',
      query: z.object({ name: z.string() }),
      answer: file('video/mp4'),
      status: 200,
    },
    page: { method: 'get', path: '/page', summary: 'A page', answer: html(), status: 200 },
    paid: {
      method: 'post',
      path: '/paid',
      summary: 'Limited',
      limit: 'payments',
      body: z.object({}),
      status: 204,
    },
    note: { method: 'put', path: '/page', summary: 'JSON', body: z.object({ on: z.boolean() }), status: 204 },
  },
);

let folder: string;
let server: Server;
let base: string;

const sign = (bytes: Uint8Array) => createHmac('sha256', 'key').update(bytes).digest('hex');
const handlers: Handlers<typeof ROUTES> = {
  webhook: async ({ body }) => ({ genuine: sign(body.bytes) === body.signature }),
  contact: async ({ body }) => ({ location: `/thanks?${new URLSearchParams({ name: body.name })}` }),
  recording: async ({ query }) => ({ path: join(folder, query.name) }),
  page: async () => '<!doctype html><title>Page</title>',
  paid: async () => undefined,
  note: async () => undefined,
};
const NOTHING_LEFT = { limit: 1, remaining: 0, seconds: 60, allowed: false, firstRefused: true };
const gate: Gate = {
  authenticate: async () => null,
  authenticateNode: async (token) => (token.reveal() === 'node' ? 'node-1' : null),
  origins: { publicUrl: null, allowedOrigins: [] },
  limits: {
    count: async (limit) => {
      if (limit === 'payments') throw tooManyRequests(NOTHING_LEFT);
    },
  },
  once: async () => {
    throw new Error('No route of these is idempotent.');
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neustream-bind-'));
  await writeFile(join(folder, 'film.mp4'), '0123456789');
  const app = express();
  bindRoutes(app, { routes: ROUTES, handlers, gate });
  refuseOtherMethods(app, ROUTES);
  app.use(errorHandler(createLog('silent')));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const ask = (path: string, init?: RequestInit) => fetch(base + path, { redirect: 'manual', ...init });
const statusAndCode = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code: string }).code,
];

describe('a raw body', () => {
  const bytes = Buffer.from('{ "amount" : 1.0,\r\n "note":"\\u00e9é" }\n');
  const send = (headers: Record<string, string>) => ask('/webhook', { method: 'POST', body: bytes, headers });

  it('reaches the handler byte for byte, with its signature', async () => {
    const answer = await send({ 'content-type': 'application/json', signed: sign(bytes) });
    expect(await answer.json()).toEqual({ genuine: true });
  });

  it('without a signature or of another type is refused', async () => {
    expect(await statusAndCode(await send({ 'content-type': 'application/json' }))).toEqual([
      400,
      'MALFORMED',
    ]);
    expect(await statusAndCode(await send({ 'content-type': 'text/plain', signed: 'x' }))).toEqual([
      415,
      'WRONG_CONTENT_TYPE',
    ]);
  });
});

describe('a form', () => {
  const send = (body: URLSearchParams | string, type?: string) =>
    ask('/contact', { method: 'POST', body, ...(type ? { headers: { 'content-type': type } } : {}) });

  it('is checked like any body and answered with a redirect', async () => {
    const answer = await send(new URLSearchParams({ name: 'Ada & co' }));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/thanks?name=Ada+%26+co']);
    expect(await statusAndCode(await send(new URLSearchParams({ name: 'A' })))).toEqual([
      422,
      'VALIDATION_FAILED',
    ]);
    expect(await statusAndCode(await send('{}', 'application/json'))).toEqual([415, 'WRONG_CONTENT_TYPE']);
  });
});

describe('the body of', () => {
  const send = (path: string, body: string) =>
    ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json' } });

  it('a caller beyond the limit is not read', async () => {
    expect(await statusAndCode(await send('/paid', '{'))).toEqual([429, 'TOO_MANY_REQUESTS']);
  });

  it('a stranger is read up to what signing in needs', async () => {
    const put = (padding: string) =>
      ask('/page', {
        method: 'PUT',
        body: JSON.stringify({ on: true, padding }),
        headers: { 'content-type': 'application/json' },
      });
    expect((await put('a'.repeat(32_000))).status).toBe(204);
    expect(await statusAndCode(await put('a'.repeat(33_000)))).toEqual([413, 'TOO_LARGE']);
  });
});

describe('a file', () => {
  const part = (range: string) => ask('/recording?name=film.mp4', { headers: { range } });

  it('is sent whole, and says that parts can be asked for', async () => {
    const answer = await ask('/recording?name=film.mp4');
    expect([answer.status, await answer.text()]).toEqual([200, '0123456789']);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-', '89', 'bytes 8-9/10'],
  ])('is sent in the part %s', async (range, text, contentRange) => {
    const answer = await part(range);
    expect([answer.status, await answer.text()]).toEqual([206, text]);
    expect(answer.headers.get('content-range')).toBe(contentRange);
  });

  it('has no part behind its end', async () => {
    const answer = await part('bytes=20-30');
    expect(answer.headers.get('content-range')).toBe('bytes */10');
    expect(await statusAndCode(answer)).toEqual([416, 'NO_SUCH_RANGE']);
  });

  it('that is gone is not there', async () => {
    expect(await statusAndCode(await ask('/recording?name=gone.mp4'))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('a path', () => {
  it('answers a page with its type', async () => {
    const answer = await ask('/page');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('<title>Page</title>');
  });

  it('says which methods it takes when it is asked by another', async () => {
    const answer = await ask('/page', { method: 'DELETE' });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, PUT, OPTIONS');
    expect(await statusAndCode(answer)).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect((await ask('/webhook')).headers.get('allow')).toBe('POST, OPTIONS');
    expect((await ask('/page', { method: 'OPTIONS' })).headers.get('allow')).toBe('GET, HEAD, PUT, OPTIONS');
  });
});
