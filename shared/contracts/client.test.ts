import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createContractClient } from './client.ts';
import { file, form, html, raw } from './kinds.ts';
import { byId } from './parameters.ts';
import { routes } from './route.ts';

const ROUTES = routes(
  { tag: 'notes', access: 'user', limit: 'general' },
  {
    addNote: {
      method: 'post',
      path: '/notes/:id',
      summary: 'Add',
      params: byId,
      query: z.object({ at: z.string().optional(), loud: z.boolean().optional() }),
      body: z.object({ text: z.string() }),
      answer: z.object({ id: z.string() }),
      status: 201,
      idempotent: true,
    },
    contact: {
      method: 'post',
      path: '/contact',
      summary: '',
      body: form(z.object({ name: z.string() })),
      status: 204,
    },
    hook: {
      method: 'post',
      path: '/hook',
      summary: '',
      body: raw({ type: 'application/octet-stream', signature: 'signed' }),
      status: 204,
    },
    page: { method: 'get', path: '/page', summary: '', answer: html(), status: 200 },
    film: { method: 'get', path: '/film', summary: '', answer: file('video/mp4'), status: 200 },
  },
);
const ID = '01980a5e-7b1c-7abc-8def-0123456789ab';

let server: Server;
let baseUrl: string;
let seen: { request: IncomingMessage; body: string };
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    seen = { request, body: Buffer.concat(parts).toString('latin1') };
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const client = (deadlineMs?: number) =>
  createContractClient(ROUTES, {
    fetch,
    baseUrl,
    accessToken: () => 'the-token',
    headers: { 'x-client': 'api' },
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
const note = { params: { id: ID }, body: { text: 'Hi' } };

it('a call carries what the contract says, the token and the caller’s own headers', async () => {
  answer = (response) => response.writeHead(201).end('{"id":"n1"}');
  const call = { ...note, query: { at: 'a b', loud: true } };
  expect(await client().call('addNote', call, { idempotencyKey: 'once' })).toEqual({ id: 'n1' });
  expect(seen.request.url).toBe(`/notes/${ID}?at=a+b&loud=true`);
  expect(seen.request.headers).toMatchObject({
    authorization: 'Bearer the-token',
    'x-client': 'api',
    'idempotency-key': 'once',
    'content-type': 'application/json',
  });
  expect(seen.body).toBe('{"text":"Hi"}');
});

it('each call that is meant once has a key of its own', async () => {
  answer = (response) => response.writeHead(201).end('{"id":"n1"}');
  const keys = new Set<unknown>();
  for (let count = 0; count < 3; count += 1) {
    await client().call('addNote', note);
    keys.add(seen.request.headers['idempotency-key']);
  }
  expect(keys.size).toBe(3);
});

it('forms and signed bytes travel as such', async () => {
  answer = (response) => response.writeHead(204).end();
  await client().call('contact', { body: { name: 'Ada & co' } });
  expect([seen.request.headers['content-type'], seen.body]).toEqual([
    'application/x-www-form-urlencoded',
    'name=Ada+%26+co',
  ]);
  await client().call('hook', { body: { bytes: Uint8Array.of(0, 255), signature: 's' } });
  expect([seen.request.headers.signed, seen.body]).toEqual(['s', '\0\xff']);
});

it('pages come as text and files as bytes', async () => {
  answer = (response) => response.writeHead(200).end('<p>é</p>');
  expect(await client().call('page')).toBe('<p>é</p>');
  expect(seen.request.headers.accept).toBe('text/html, application/json');
  answer = (response) => response.writeHead(200).end(Buffer.of(1, 2));
  expect(await client().call('film')).toEqual(Uint8Array.of(1, 2));
});

it('a refusal is what the error body says', async () => {
  const fields = { text: { code: 'TOO_LONG', params: { max: 5 } } };
  const body = { error: 'No.', code: 'VALIDATION_FAILED', fault: 'user', action: 'Do otherwise.', fields };
  answer = (response) => response.writeHead(422, { 'x-request-id': 'r1' }).end(JSON.stringify(body));
  await expect(client().call('addNote', note)).rejects.toMatchObject({
    status: 422,
    code: 'VALIDATION_FAILED',
    message: 'No.',
    fields,
    requestId: 'r1',
  });
});

it('an answer that is not of the contract is no success', async () => {
  answer = (response) => response.writeHead(201).end('{"id":1}');
  await expect(client().call('addNote', note)).rejects.toMatchObject({ code: 'UNREADABLE', status: 201 });
});

it('a server that keeps silent is given up at the deadline', async () => {
  answer = () => undefined;
  await expect(client(50).call('page')).rejects.toMatchObject({ code: 'TIMED_OUT', status: 0 });
});

it('a caller who gives up gets the own reason', async () => {
  const given = new AbortController();
  answer = () => given.abort(new Error('no longer needed'));
  await expect(client().call('page', {}, { signal: given.signal })).rejects.toThrow('no longer needed');
});
