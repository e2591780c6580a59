import { file, form, html, raw, redirect } from '@neustream/shared/contracts/kinds.ts';
import { byId } from '@neustream/shared/contracts/parameters.ts';
import { routes } from '@neustream/shared/contracts/route.ts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './document.ts';

const document = openApiDocument(
  routes(
    { tag: 'notes', access: 'user', limit: 'general' },
    {
      addNote: {
        method: 'post',
        path: '/notes',
        summary: 'Add',
        body: z.object({ text: z.string() }),
        answer: z.object({ id: z.string() }),
        idempotent: true,
        refusals: { 409: ['NOTEBOOK_FULL'] },
        status: 201,
      },
      film: {
        method: 'get',
        path: '/films/:id',
        summary: '',
        params: byId,
        answer: file('video/mp4'),
        status: 200,
      },
      hook: {
        method: 'post',
        path: '/hook',
        summary: '',
        access: 'public',
        limit: 'none',
        body: raw({ type: 'application/json', signature: 'Signed' }),
        status: 204,
      },
      contact: {
        method: 'post',
        path: '/contact',
        summary: '',
        body: form(z.object({ name: z.string() })),
        answer: redirect(),
        status: 303,
      },
      page: { method: 'get', path: '/page', summary: '', access: 'public', answer: html(), status: 200 },
    },
  ),
);
const operation = (method: string, path: string) => document.paths[path]?.[method];
const statusesOf = (method: string, path: string) =>
  Object.keys(operation(method, path)?.responses ?? {}).map(Number);
const headersOf = (method: string, path: string, status: number) =>
  Object.keys(Object(operation(method, path)?.responses[status]?.headers));

it('every refusal that can happen is named with its codes, and no other', () => {
  expect(statusesOf('post', '/notes')).toEqual([201, 400, 401, 403, 409, 413, 415, 422, 429, 500, 503]);
  expect(statusesOf('get', '/page')).toEqual([200, 429, 500, 503]);
  expect(operation('post', '/notes')?.responses[409]).toEqual({
    $ref: '#/components/responses/409.REQUEST_UNDER_WAY.NOTEBOOK_FULL',
  });
  const full = document.components.responses['409.REQUEST_UNDER_WAY.NOTEBOOK_FULL'];
  expect(JSON.stringify(full)).toContain('"enum":["REQUEST_UNDER_WAY","NOTEBOOK_FULL"]');
});

it('headers stand where they are sent', () => {
  const limits = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
  expect(headersOf('post', '/notes', 201)).toEqual(['X-Request-Id', ...limits, 'Idempotency-Replayed']);
  expect(headersOf('post', '/hook', 204)).toEqual(['X-Request-Id']);
  expect(operation('post', '/notes')?.parameters).toMatchObject([
    { name: 'Idempotency-Key', in: 'header', required: false, schema: { pattern: '^[\\x21-\\x7e]{1,200}$' } },
  ]);
});

it('a file can be asked for in parts', () => {
  expect(statusesOf('get', '/films/{id}')).toEqual([200, 206, 400, 401, 404, 416, 429, 500, 503]);
  expect(headersOf('get', '/films/{id}', 206)).toEqual(
    expect.arrayContaining(['Accept-Ranges', 'Content-Range']),
  );
  expect(operation('get', '/films/{id}')?.parameters).toMatchObject([
    { name: 'id', in: 'path', schema: { type: 'string', format: 'uuid' } },
    { name: 'Range', in: 'header' },
  ]);
});

it('signed bytes, forms, pages and redirects are described as what they are', () => {
  expect(operation('post', '/hook')).toMatchObject({
    security: [],
    parameters: [{ name: 'Signed', in: 'header', required: true }],
    requestBody: { content: { 'application/json': { schema: { format: 'binary' } } } },
  });
  expect(operation('post', '/contact')).toMatchObject({
    requestBody: { content: { 'application/x-www-form-urlencoded': { schema: { required: ['name'] } } } },
  });
  expect(headersOf('post', '/contact', 303)).toContain('Location');
  expect(operation('get', '/page')?.responses[200]).toMatchObject({
    content: { 'text/html': { schema: { type: 'string' } } },
  });
});
