import type { Route } from '@neustream/shared/contracts/route.ts';
import { HEADERS } from './headers.ts';
import { type Operation, operationOf } from './operation.ts';
import { refusalResponses } from './refusals.ts';
import { type Json, namedSchemas } from './schemas.ts';

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Json>;
    responses: Record<string, Json>;
    headers: Json;
    securitySchemes: Json;
  };
}

const INFO = {
  title: 'Neustream Studio API',
  version: '1',
  description:
    'Sign in and send the access token as Bearer. All errors have the same body. `Idempotency-Key` makes repeating a ' +
    'POST harmless. A path answers methods it does not list with 405 and `Allow`. Times are ISO 8601 in UTC.',
};

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  cookie: { type: 'apiKey', in: 'cookie', name: '__Host-neustream_access' },
};

/** The OpenAPI 3.1 document of a route table. The same table gives the same text. */
export function openApiDocument(routes: Readonly<Record<string, Route>>): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const [name, route] of Object.entries(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(name, route) };
  }
  const components = {
    schemas: namedSchemas(),
    responses: refusalResponses(routes),
    headers: HEADERS,
    securitySchemes: SECURITY_SCHEMES,
  };
  return { openapi: '3.1.0', info: INFO, paths, components };
}
