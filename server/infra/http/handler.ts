import type { Route, RouteAnswer, RouteInput } from '@neustream/shared/contracts/route.ts';
import type { Request, Response } from 'express';
import type { Work } from '../database/transaction.ts';
import type { KeptAnswer } from '../idempotency/answer-once.ts';

/** Who calls, as far as every handler needs to know. */
export interface Caller {
  userId: string;
  role: 'user' | 'support' | 'admin';
  /** The sign-in that the call belongs to. */
  signInId: string;
}

/** A call after validation. */
export type Call<T extends Route> = RouteInput<T> & {
  request: Request;
  response: Response;
  /** Address of the client; forwarded addresses count only behind a configured proxy. */
  ip: string;
  /** Whether a cookie may act for the caller: the request comes from one of our pages. */
  mayUseCookies: boolean;
} & Identity<T['access']> &
  (T extends Idempotent ? { once: Once<T> } : unknown);

/** Who calls, depending on the access that the route requires. */
type Identity<A> = A extends 'node'
  ? { caller: null; nodeId: string }
  : { caller: A extends 'public' ? Caller | null : Caller; nodeId: null };

type Idempotent = Route & { idempotent: true };

/**
 * Does the work of an idempotent route in one transaction, which keeps the answer too: a repeated call receives that
 * answer and does nothing. Side effects belong in `afterwards`, and must tolerate being lost.
 */
export type Once<T extends Route> = (
  work: (under: Work) => Promise<RouteAnswer<T>>,
) => Promise<KeptAnswer<RouteAnswer<T>>>;

/** Handlers of idempotent routes return what `once` returned, so that none can forget to call it. */
export type Handler<T extends Route> = (
  call: Call<T>,
) => Promise<T extends Idempotent ? KeptAnswer<RouteAnswer<T>> : RouteAnswer<T>>;

/** One handler per route; a missing one fails to compile. */
export type Handlers<R extends Record<string, Route>> = { [Name in keyof R]: Handler<R[Name]> };
