import type { AUTH_ROUTES } from '@neustream/shared/auth/routes.ts';
import type { Handlers } from '../infra/http/handler.ts';
import { changePassword } from './change-password.ts';
import type { AuthDeps } from './deps.ts';
import { login } from './login.ts';
import { refresh, signedOutProblem } from './refresh.ts';
import { register } from './register.ts';
import { endSignIn } from './revocation.ts';
import { signOutByToken, signOutDevice, signOutEverywhere } from './sign-out.ts';
import { changeUser, findUser, listDevices } from './store.ts';
import { clientOf, forgetTokens, refreshCookie, signedInAnswer } from './token-delivery.ts';
import { viewOf } from './user-view.ts';

export function authRoutes(deps: AuthDeps): Handlers<typeof AUTH_ROUTES> {
  const { db } = deps;
  return {
    register: async ({ body, ...call }) =>
      signedInAnswer(deps, call, await register(deps, body, clientOf(deps, call, body.device_token))),

    login: async ({ body, ...call }) =>
      signedInAnswer(deps, call, await login(deps, body, clientOf(deps, call, body.device_token))),

    refresh: async ({ body, ...call }) => {
      const fromCookie = body.refresh_token === undefined;
      const token = body.refresh_token ?? refreshCookie(deps, call);
      if (token === undefined) throw signedOutProblem();
      const issued = await refresh(deps, { token, fromCookie }, clientOf(deps, call));
      // What came in a cookie goes back in one: otherwise any script on the page could read it by asking.
      return signedInAnswer(deps, fromCookie ? { ...call, headers: {} } : call, issued);
    },

    logout: async ({ body, caller, ...call }) => {
      const token = body.refresh_token ?? refreshCookie(deps, call);
      const client = clientOf(deps, call);
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
      await signOutDevice(deps, { userId: caller.userId, signInId: params.id }, clientOf(deps, call));
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
      await changePassword(deps, { ...change, userId, signInId }, clientOf(deps, call));
      return undefined;
    },

    signOutEverywhere: async ({ caller: { userId, signInId }, body, ...call }) => {
      const keepThisDevice = body.keep_this_device;
      const which = { userId, signInId, keepThisDevice };
      const count = await signOutEverywhere(deps, which, clientOf(deps, call));
      if (!keepThisDevice) forgetTokens(deps, call);
      return { signed_out: count };
    },
  };
}
