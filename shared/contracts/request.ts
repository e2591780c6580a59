import { jsonSchema, type RawInput } from './kinds.ts';
import type { Route } from './route.ts';
import { urlEncoded } from './web.ts';

/** What a caller gives, as far as it matters for sending. */
export interface CallInput {
  params?: Readonly<Record<string, unknown>> | undefined;
  query?: Readonly<Record<string, unknown>> | undefined;
  body?: unknown;
}

/** Path with parameters filled in and the query appended. */
export function addressOf(route: Route, { params, query }: CallInput): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params?.[name] ?? '')),
  );
  const text = urlEncoded(query ?? {});
  return text === '' ? path : `${path}?${text}`;
}

/** The body as the route takes it, with the headers that belong to it. */
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
