import type { AUTH_ROUTES } from '@neustream/shared/auth/routes.ts';
import type { UserView } from '@neustream/shared/auth/schemas.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Call, Handlers } from '../infra/http/handler.ts';
import { originOf } from '../infra/http/request-id.ts';
import { ACCESS_COOKIE, REFRESH_COOKIE } from './authenticate.ts';
import { changePassword } from './change-password.ts';
import type { AuthDeps } from './deps.ts';
import { login } from './login.ts';
import { refresh, signedOutProblem } from './refresh.ts';
import { register } from './register.ts';
import { endSignIn } from './revocation.ts';
import type { Client, Issued } from './sign-in.ts';
import { signOutByToken, signOutDevice, signOutEverywhere } from './sign-out.ts';
import { changeUser, findUser, listDevices, type UserRow } from './store.ts';
import { ACCESS_SECONDS, REFRESH_MS } from './tokens.ts';

/** What of a call accounts look at besides what the contract says. */
type HttpCall = Pick<Call<Route>, 'request' | 'response' | 'ip'>;

export function authRoutes(deps: AuthDeps): Handlers<typeof AUTH_ROUTES> {
  const { db } = deps;
  return {
    register: async ({ body, ...call }) => deliver(deps, call, await register(deps, body, clientOf(call))),

    login: async ({ body, ...call }) => deliver(deps, call, await login(deps, body, clientOf(call))),

    refresh: async ({ body, ...call }) => {
      const fromCookie = body.refresh_token === undefined;
      const token = body.refresh_token ?? refreshCookie(deps, call);
      if (token === undefined) throw signedOutProblem();
      return deliver(deps, call, await refresh(deps, { token, fromCookie }, clientOf(call)));
    },

    logout: async ({ body, caller, ...call }) => {
      const token = body.refresh_token ?? refreshCookie(deps, call);
      const client = clientOf(call);
      if (token !== undefined) await signOutByToken(deps, token, client);
      if (caller) {
        const { userId, signInId } = caller;
        await endSignIn(deps, { userId, signInId, because: 'signed-out' }, client);
      }
      forgetTokens(deps, call);
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

    revokeDevice: async ({ caller, params, ...call }) => {
      await signOutDevice(deps, { userId: caller.userId, signInId: params.id }, clientOf(call));
      return undefined;
    },

    updateMe: async ({ caller, body }) => {
      const user = await changeUser(db, caller.userId, body);
      if (!user) throw signedOutProblem();
      return viewOf(user);
    },

    changePassword: async ({ caller, body, ...call }) => {
      const change = { currentPassword: body.current_password, newPassword: body.new_password };
      const { userId, signInId } = caller;
      await changePassword(deps, { ...change, userId, signInId }, clientOf(call));
      return undefined;
    },

    signOutEverywhere: async ({ caller: { userId, signInId }, body, ...call }) => {
      const keepThisDevice = body.keep_this_device;
      const which = { userId, signInId, keepThisDevice };
      const count = await signOutEverywhere(deps, which, clientOf(call));
      if (!keepThisDevice) forgetTokens(deps, call);
      return { signed_out: count };
    },
  };
}

type SignInCall = HttpCall & { headers: { 'x-client'?: string | undefined } };

/**
 * Pages get their tokens as cookies that no script can read; any other client gets them in the answer. Who does not
 * say `X-Client: api` gets cookies also then, for programs that keep a cookie jar.
 */
function deliver({ cookies }: AuthDeps, call: SignInCall, issued: Issued) {
  const answer = { user: viewOf(issued.user), expires_in: ACCESS_SECONDS };
  const { accessToken, refreshToken } = issued;
  const tokens = { token: accessToken, access_token: accessToken, refresh_token: refreshToken };
  if (call.headers['x-client'] === 'api') return { ...answer, ...tokens };
  cookies.set(call.response, ACCESS_COOKIE, { value: accessToken, maxAgeMs: ACCESS_SECONDS * 1000 });
  cookies.set(call.response, REFRESH_COOKIE, { value: refreshToken, maxAgeMs: REFRESH_MS });
  return isPage(call) ? answer : { ...answer, ...tokens };
}

/** Browsers say where a page's request comes from; nobody else does. */
function isPage({ request }: HttpCall): boolean {
  return request.get('sec-fetch-site') !== undefined || request.get('origin') !== undefined;
}

/** The refresh token of a page, unless the request comes from a page of others. */
function refreshCookie(
  { cookies }: AuthDeps,
  { request, mayUseCookies }: Pick<Call<Route>, 'request' | 'mayUseCookies'>,
): string | undefined {
  return mayUseCookies ? cookies.read(request, REFRESH_COOKIE) : undefined;
}

function forgetTokens({ cookies }: AuthDeps, { response }: HttpCall): void {
  cookies.clear(response, ACCESS_COOKIE);
  cookies.clear(response, REFRESH_COOKIE);
}

function clientOf(call: HttpCall): Client {
  return { ...originOf(call), userAgent: call.request.get('user-agent') ?? '' };
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
