import { jsonSchema, type RawInput } from './kinds.ts';
import type { Route } from './route.ts';
import { urlEncoded } from './web.ts';

/** The parts of a caller's input that matter for sending. */
export interface CallInput {
  params?: Readonly<Record<string, unknown>> | undefined;
  query?: Readonly<Record<string, unknown>> | undefined;
  body?: unknown;
}

/** The path with its parameters filled in and the query appended. */
export function addressOf(route: Route, { params, query }: CallInput): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params?.[name] ?? '')),
  );
  const text = urlEncoded(query ?? {});
  return text === '' ? path : `${path}?${text}`;
}

/** The body in the form the route takes, with the headers that go with it. */
export function bodyOf(
  { body: kind }: Route,
  body: unknown,
): { body?: string | Uint8Array<ArrayBuffer>; headers: Record<string, string> } {
  if (kind === undefined) return { headers: {} };
  if (jsonSchema(kind) || !('kind' in kind)) {
    return { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } };
  }
  if (kind.kind === 'form') {
    const values = (body ?? {}) as Record<string, unknown>;
    return { body: urlEncoded(values), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  }
  const { bytes, signature } = body as RawInput;
  return { body: bytes, headers: { 'content-type': kind.type, [kind.signature]: signature } };
}
