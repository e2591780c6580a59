import type { AUTH_ROUTES } from '@neustream/shared/auth/routes.ts';
import type { UserView } from '@neustream/shared/auth/schemas.ts';
import type { Request, Response } from 'express';
import type { Handlers } from '../infra/http/handler.ts';
import { ACCESS_COOKIE, REFRESH_COOKIE } from './authenticate.ts';
import type { AuthDeps } from './deps.ts';
import { login } from './login.ts';
import { refresh, signedOutProblem } from './refresh.ts';
import { register } from './register.ts';
import type { Client, Issued } from './sign-in.ts';
import { endSignIn, signOutByToken, signOutDevice } from './sign-out.ts';
import { findUser, listDevices, type UserRow } from './store.ts';
import { ACCESS_SECONDS, REFRESH_MS } from './tokens.ts';

export function authRoutes(deps: AuthDeps): Handlers<typeof AUTH_ROUTES> {
  const { db, cookies } = deps;
  return {
    register: async ({ body, request, response, ip }) =>
      deliver(deps, { request, response, issued: await register(deps, body, clientOf(request, ip)) }),

    login: async ({ body, request, response, ip }) =>
      deliver(deps, { request, response, issued: await login(deps, body, clientOf(request, ip)) }),

    refresh: async ({ body, request, response, ip }) => {
      const fromCookie = body.refresh_token === undefined;
      const token = body.refresh_token ?? cookies.read(request, REFRESH_COOKIE);
      if (token === undefined) throw signedOutProblem();
      const issued = await refresh(deps, { token, fromCookie }, clientOf(request, ip));
      return deliver(deps, { request, response, issued });
    },

    logout: async ({ body, request, response, caller }) => {
      const token = body.refresh_token ?? cookies.read(request, REFRESH_COOKIE);
      if (token !== undefined) await signOutByToken(deps, token);
      if (caller) await endSignIn(deps, caller.signInId);
      cookies.clear(response, ACCESS_COOKIE);
      cookies.clear(response, REFRESH_COOKIE);
      return undefined;
    },

    me: async ({ caller }) => {
      const user = await findUser(db, caller.userId);
      if (!user) throw signedOutProblem();
      return viewOf(user);
    },

    devices: async ({ caller }) => {
      const rows = await listDevices(db, caller.userId, new Date(deps.clock()));
      const devices = rows.map((row) => ({
        id: row.family_id,
        device_name: row.device_name,
        ip: row.ip,
        last_used_at: row.last_used_at.toISOString(),
        created_at: row.created_at.toISOString(),
        current: row.family_id === caller.signInId,
      }));
      return { devices: devices.sort((a, b) => b.last_used_at.localeCompare(a.last_used_at)) };
    },

    revokeDevice: async ({ caller, params }) => {
      await signOutDevice(deps, caller.userId, params.id);
      return undefined;
    },
  };
}

/** Pages get their tokens as cookies that no script can read; other clients ask for them in the body. */
function deliver(
  { cookies }: AuthDeps,
  { request, response, issued }: { request: Request; response: Response; issued: Issued },
) {
  const answer = { user: viewOf(issued.user), expires_in: ACCESS_SECONDS };
  if (request.get('x-client') === 'api') {
    return { ...answer, access_token: issued.accessToken, refresh_token: issued.refreshToken };
  }
  cookies.set(response, ACCESS_COOKIE, { value: issued.accessToken, maxAgeMs: ACCESS_SECONDS * 1000 });
  cookies.set(response, REFRESH_COOKIE, { value: issued.refreshToken, maxAgeMs: REFRESH_MS });
  return answer;
}

function clientOf(request: Request, ip: string): Client {
  return { ip, userAgent: request.get('user-agent') ?? '' };
}

function viewOf(user: UserRow): UserView {
  return {
    id: user.id,
    email: user.email,
    display_name: user.display_name,
    role: user.role,
    email_verified: user.email_verified_at !== null,
    created_at: user.created_at.toISOString(),
  };
}
