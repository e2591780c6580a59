import type { z } from 'zod';
import type { FileAnswer, FormBody, RawBody, RawInput, Redirect, TextAnswer } from './kinds.ts';

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who may call: anyone, a signed-in user, support staff, administrators, or a media node. */
export type Access = 'public' | 'user' | 'support' | 'admin' | 'node';

/**
 * Which bucket counts the call; see the limits in `server/infra/http`. `password` is counted by the capability itself,
 * which knows whose password is being tried.
 */
export type RateLimitName = 'auth' | 'password' | 'general' | 'payments' | 'tests' | 'none';

/** One HTTP endpoint: what comes in, what goes out, who may call it. */
export interface Route {
  method: HttpMethod;
  /** Express form, such as `/api/sources/:id`. */
  path: string;
  summary: string;
  /** What else a caller should know. */
  description?: string;
  tag: string;
  access: Access;
  limit: RateLimitName;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** Request headers that this endpoint reads, by their lower-case names. */
  headers?: z.ZodObject;
  /** A bare schema means a JSON body. If it accepts `undefined`, the body is optional. */
  body?: z.ZodType | FormBody | RawBody;
  /** A bare schema means a JSON answer; left out where the answer has no body (204). */
  answer?: z.ZodType | TextAnswer | FileAnswer | Redirect;
  status: 200 | 201 | 202 | 204 | 302 | 303;
  /** A repeated call with the same `Idempotency-Key` receives the first call's answer. */
  idempotent?: true;
  /** Codes of refusals by status, in addition to those that follow from the rest; see `refusalsOf`. */
  refusals?: Refusals;
}

/** Statuses of answers that are not a success. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 416 | 422 | 429 | 500 | 503;
export type Refusals = { readonly [S in RefusalStatus]?: readonly string[] };

/** What the routes of a capability have in common. */
type Preset = Pick<Route, 'tag' | 'access' | 'limit'>;
type Given = Omit<Route, keyof Preset> & Partial<Preset>;
type WithPreset<P, G> = Omit<P, keyof G> & G;

/**
 * The routes of a capability, each with its precise type; whatever a route leaves out is filled with the capability's
 * defaults.
 */
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
  headers: OutputOf<T['headers']>;
  body: T['body'] extends FormBody<infer S>
    ? z.output<S>
    : T['body'] extends RawBody
      ? RawInput
      : OutputOf<T['body']>;
}

type BodyInput<B> = B extends FormBody<infer S> ? z.input<S> : B extends RawBody ? RawInput : InputOf<B>;
type BodyOf<B> = undefined extends BodyInput<B> ? { body?: BodyInput<B> } : { body: BodyInput<B> };

/** What a caller has to pass. */
export type RouteCall<T extends Route> = (T extends { params: z.ZodType }
  ? { params: InputOf<T['params']> }
  : { params?: undefined }) &
  (T extends { query: z.ZodType } ? { query?: InputOf<T['query']> } : { query?: undefined }) &
  (T extends { body: infer B } ? BodyOf<B> : { body?: undefined });

/** What a handler has to return. */
export type RouteAnswer<T extends Route> = T extends { answer: infer A }
  ? A extends z.ZodType
    ? z.input<A>
    : A extends TextAnswer
      ? string
      : A extends FileAnswer
        ? { path: string }
        : { location: string }
  : undefined;

/** What a caller receives; browsers follow a redirect, so it gives a caller nothing. */
export type RouteResult<T extends Route> = T extends { answer: infer A }
  ? A extends z.ZodType
    ? z.output<A>
    : A extends TextAnswer
      ? string
      : A extends FileAnswer
        ? Uint8Array
        : never
  : undefined;
