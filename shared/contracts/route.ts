import type { z } from 'zod';

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who may call: anybody, a signed-in user, support staff, administrators, or a media node. */
export type Access = 'public' | 'user' | 'support' | 'admin' | 'node';

/** Which bucket counts the call; see the limits in `server/infra/http`. */
export type RateLimitName = 'auth' | 'general' | 'payments' | 'none';

/** One HTTP endpoint: what comes in, what goes out, who may call it. */
export interface Route {
  method: HttpMethod;
  /** Express form, such as `/api/sources/:id`. */
  path: string;
  summary: string;
  tag: string;
  access: Access;
  limit: RateLimitName;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Schema of the JSON answer; left out where the answer has no body (204). */
  answer?: z.ZodType;
  status: 200 | 201 | 202 | 204;
  /** A repeated call with the same `Idempotency-Key` gets the first call's answer. */
  idempotent?: true;
}

/** What the routes of a capability have in common. */
type Preset = Pick<Route, 'tag' | 'access' | 'limit'>;
type Given = Omit<Route, keyof Preset> & Partial<Preset>;
type WithPreset<P, G> = Omit<P, keyof G> & G;

/** The routes of a capability, each with its precise type; what a route does not say itself is preset. */
export function routes<const P extends Preset, const G extends Record<string, Given>>(
  preset: P,
  given: G,
): { readonly [N in keyof G]: WithPreset<P, G[N]> } {
  const entries = Object.entries(given).map(([name, route]) => [name, { ...preset, ...route }]);
  return Object.fromEntries(entries);
}

type InputOf<S> = S extends z.ZodType ? z.input<S> : undefined;
type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler receives after validation. */
export interface RouteInput<T extends Route> {
  params: OutputOf<T['params']>;
  query: OutputOf<T['query']>;
  body: OutputOf<T['body']>;
}

/** What a caller has to give. */
export type RouteCall<T extends Route> = (T extends { params: z.ZodType }
  ? { params: InputOf<T['params']> }
  : { params?: undefined }) &
  (T extends { query: z.ZodType } ? { query?: InputOf<T['query']> } : { query?: undefined }) &
  (T extends { body: z.ZodType } ? { body: InputOf<T['body']> } : { body?: undefined });

/** What a handler has to return. */
export type RouteAnswer<T extends Route> = T extends { answer: z.ZodType } ? z.input<T['answer']> : undefined;

/** What a caller gets. */
export type RouteResult<T extends Route> = T extends { answer: z.ZodType }
  ? z.output<T['answer']>
  : undefined;
