import type { Access, Route } from '@neustream/shared/contracts/route.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Request } from 'express';
import type { Caller } from './handler.ts';
import { isSameSite, type OriginRule } from './origin.ts';
import { forbidden, unauthorized } from './problem.ts';

/** Who may enter, and how that is determined. */
export interface AdmissionDeps {
  /** Who is signed in, by Bearer token or, without an `Authorization` header, by cookie; null when nobody is. */
  authenticate(request: Request): Promise<Caller | null>;
  /**
   * The media node whose token this is; null when it belongs to none.
   * @throws Problem 429 when this address has presented too many wrong ones
   */
  authenticateNode(token: Secret, address: string): Promise<string | null>;
  origins: OriginRule;
}

const RANK = { user: 0, support: 1, admin: 2 } as const;

/** Who was admitted: a person, a media node, or, where nobody has to sign in, neither. */
export interface Admitted {
  caller: Caller | null;
  nodeId: string | null;
}

/**
 * Admits or refuses a caller before the rest of the request is read.
 * @throws Problem 401 or 403
 */
export async function admit(route: Route, request: Request, deps: AdmissionDeps): Promise<Admitted> {
  const { access } = route;
  if (access !== 'node')
    return { caller: await admitPerson({ ...route, access }, request, deps), nodeId: null };
  const nodeId = await deps.authenticateNode(bearerOf(request), request.ip ?? 'unknown');
  if (nodeId === null) throw unknownNode();
  return { caller: null, nodeId };
}

type PersonRoute = Route & { access: Exclude<Access, 'node'> };

async function admitPerson(
  route: PersonRoute,
  request: Request,
  { authenticate, origins }: AdmissionDeps,
): Promise<Caller | null> {
  const caller = await authenticate(request);
  const foreign = route.method !== 'get' && !isSameSite(request, origins);
  if (foreign && !doesWithoutCookies(request, caller)) throw wrongOrigin();
  if (route.access === 'public') return caller;
  if (!caller) throw notSignedIn();
  if (RANK[caller.role] < RANK[route.access]) throw notAllowed();
  return caller;
}

/**
 * Whether this caller is authenticated without a cookie. An `Authorization` header alone proves nothing: an attacker
 * who can make a browser send a bogus one makes it send the cookies too.
 */
function doesWithoutCookies(request: Request, caller: Caller | null): boolean {
  if (request.headers.authorization === undefined) return false;
  return caller !== null || request.headers.cookie === undefined;
}

function bearerOf(request: Request): Secret {
  return new Secret(/^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? '');
}

function unknownNode() {
  return unauthorized({
    code: 'UNKNOWN_NODE',
    message: 'No media node has this token.',
    action: 'Issue one with: npm run node -- add NAME',
  });
}

function notSignedIn() {
  return unauthorized({
    code: 'NOT_SIGNED_IN',
    message: 'You are not signed in.',
    action: 'Sign in and try again.',
  });
}

function notAllowed() {
  return forbidden({
    code: 'NOT_ALLOWED',
    message: 'Your account is not allowed to do this.',
    action: 'Ask an administrator.',
  });
}

function wrongOrigin() {
  return forbidden({
    code: 'WRONG_ORIGIN',
    message: 'The request comes from another web page.',
    action: 'Open Neustream itself and try again there.',
  });
}
