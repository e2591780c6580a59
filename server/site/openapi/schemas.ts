import { deviceView, userView } from '@neustream/shared/auth/schemas.ts';
import { planLimits, remainingLimits } from '@neustream/shared/billing/limits.ts';
import { errorBody } from '@neustream/shared/contracts/errors.ts';
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

export type Json = Record<string, unknown>;

/** Schemas that appear under their own name instead of being repeated. */
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

/** Every named schema as JSON Schema. */
export function namedSchemas(): Record<string, Json> {
  const { schemas } = z.toJSONSchema(namesRegistry(), { io: 'output', uri });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, tidy(schema)]));
}

/** A schema as JSON Schema; named ones become references. `input` is what a caller sends, `output` what it receives. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const named = Object.entries(NAMED).find(([, candidate]) => candidate === schema);
  if (named) return { $ref: uri(named[0]) };
  const registry = namesRegistry();
  registry.add(schema, { id: HERE });
  const { schemas } = z.toJSONSchema(registry, { io, uri });
  return tidy(schemas[HERE] ?? {});
}

/** Whether a value may be left out. */
export function isOptional(schema: z.ZodType): boolean {
  return z.safeParse(schema, undefined).success;
}

const HERE = 'Here';

function uri(id: string): string {
  return `#/components/schemas/${id}`;
}

function namesRegistry() {
  const registry = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  return registry;
}

/** Leaves out what means nothing to a reader of the document: internal names, and the pattern of a UUID. */
function tidy(value: object): Json {
  const said = 'format' in value && value.format === 'uuid' ? [...NOISE, 'pattern'] : NOISE;
  const entries = Object.entries(value).filter(([key]) => !said.includes(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, tidyInner(inner)]));
}

const NOISE = ['$schema', '$id'];

function tidyInner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? tidy(item) : item));
  return isObject(value) ? tidy(value) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
