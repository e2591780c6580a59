import { deviceView, userView } from '@neustream/shared/auth/schemas.ts';
import { planLimits, remainingLimits } from '@neustream/shared/billing/limits.ts';
import { errorBody } from '@neustream/shared/contracts/errors.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import { destinationView } from '@neustream/shared/destinations/schemas.ts';
import {
  incident,
  ingestView,
  relayView,
  sessionEventView,
  sessionReport,
  sessionSummary,
  sessionView,
} from '@neustream/shared/live/schemas.ts';
import { ingestAddresses, sourceView } from '@neustream/shared/sources/schemas.ts';
import { z } from 'zod';

/** Schemas that stand under their own name instead of being repeated. */
const NAMED = {
  User: userView,
  Device: deviceView,
  PlanLimits: planLimits,
  Destination: destinationView,
  Source: sourceView,
  IngestAddresses: ingestAddresses,
  RemainingLimits: remainingLimits,
  Session: sessionView,
  Relay: relayView,
  Ingest: ingestView,
  SessionEvent: sessionEventView,
  SessionSummary: sessionSummary,
  SessionReport: sessionReport,
  Incident: incident,
  Error: errorBody,
};

type Json = Record<string, unknown>;

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  security: Record<string, string[]>[];
  parameters?: Json[];
  requestBody?: Json;
  responses: Record<string, Json>;
}

const INFO = {
  title: 'Neustream Studio API',
  version: '1',
  description:
    'Send `X-Client: api` when signing in to get tokens in the answer, and the access token as Bearer. Errors all have ' +
    'the same body. `Idempotency-Key` makes repeating a POST harmless. Times are ISO 8601 in UTC.',
};

/** The OpenAPI 3.1 document of a route table. The same table gives the same text. */
export function openApiDocument(routes: Record<string, Route>): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const [name, route] of Object.entries(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(name, route) };
  }
  const securitySchemes = {
    bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    cookie: { type: 'apiKey', in: 'cookie', name: '__Host-neustream_access' },
  };
  return { openapi: '3.1.0', info: INFO, paths, components: { schemas: namedSchemas(), securitySchemes } };
}

function operation(name: string, route: Route): Operation {
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    security: route.access === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: json(schemaOf(route.body, 'input')) } } : {}),
    responses: {
      [route.status]: route.answer
        ? { description: 'Done.', content: json(schemaOf(route.answer, 'output')) }
        : { description: 'Done; no body.' },
      default: { description: 'Not done.', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(part as z.ZodType, undefined).success,
    schema: schemaOf(part as z.ZodType, 'output'),
  }));
}

function json(schema: Json) {
  return { 'application/json': { schema } };
}

function namedSchemas(): Record<string, Json> {
  const { registry } = namesRegistry();
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, tidy(schema)]));
}

function namesRegistry() {
  const registry = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  return { registry };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const named = Object.entries(NAMED).find(([, candidate]) => candidate === schema);
  if (named) return { $ref: `#/components/schemas/${named[0]}` };
  const { registry } = namesRegistry();
  registry.add(schema, { id: HERE });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` });
  return tidy(schemas[HERE] ?? {});
}

const HERE = 'Here';

/** Leaves out what says nothing to a reader of the document. */
function tidy(value: object): Json {
  const entries = Object.entries(value).filter(([key]) => key !== '$schema' && key !== '$id');
  return Object.fromEntries(entries.map(([key, inner]) => [key, tidyInner(key, inner)]));
}

function tidyInner(key: string, value: unknown): unknown {
  if (key === 'pattern' && typeof value === 'string' && value.length > 100) return undefined;
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? tidy(item) : item));
  return isObject(value) ? tidy(value) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
