import { z } from 'zod';
import { byId } from '../contracts/parameters.ts';
import { routes } from '../contracts/route.ts';
import {
  deviceView,
  passwordChange,
  profileChange,
  refreshRequest,
  registration,
  signedIn,
  signIn,
  signOutEverywhere,
  userView,
} from './schemas.ts';

const TOKENS =
  'Pages (what sends `Sec-Fetch-Site` or `Origin`) get their tokens in cookies that no script can read. Any other ' +
  'client finds `token`, the access token to send as Bearer, in the answer, beside the pair `access_token` and ' +
  '`refresh_token`. `X-Client: api` asks for the tokens in the answer, and for no cookies, whoever sends it.';
const client = z.object({ 'x-client': z.string().max(100).optional() });

export const AUTH_ROUTES = routes(
  { tag: 'auth', access: 'user', limit: 'general' },
  {
    register: {
      method: 'post',
      path: '/api/auth/register',
      summary: 'Open an account and sign in',
      access: 'public',
      limit: 'auth',
      body: registration,
      answer: signedIn,
      headers: client,
      description: TOKENS,
      refusals: { 403: ['REGISTRATION_CLOSED'], 409: ['EMAIL_TAKEN'], 503: ['BUSY'] },
      status: 201,
    },
    login: {
      method: 'post',
      path: '/api/auth/login',
      summary: 'Sign in with address and password',
      access: 'public',
      limit: 'password',
      body: signIn,
      answer: signedIn,
      headers: client,
      description: TOKENS,
      refusals: { 401: ['SIGN_IN_FAILED'], 503: ['BUSY'] },
      status: 200,
    },
    refresh: {
      method: 'post',
      path: '/api/auth/refresh',
      summary: 'Exchange the refresh token for new tokens',
      access: 'public',
      body: refreshRequest,
      answer: signedIn,
      headers: client,
      description: TOKENS,
      refusals: { 401: ['SIGNED_OUT'] },
      status: 200,
    },
    logout: {
      method: 'post',
      path: '/api/auth/logout',
      summary: 'Sign this device out',
      access: 'public',
      body: refreshRequest,
      status: 204,
    },
    me: {
      method: 'get',
      path: '/api/auth/me',
      summary: 'The signed-in user',
      answer: userView,
      refusals: { 401: ['SIGNED_OUT'] },
      status: 200,
    },
    updateMe: {
      method: 'patch',
      path: '/api/auth/me',
      summary: 'Change your name',
      body: profileChange,
      answer: userView,
      refusals: { 401: ['SIGNED_OUT'] },
      status: 200,
    },
    changePassword: {
      method: 'post',
      path: '/api/auth/password',
      summary: 'Change your password; every other device is signed out',
      limit: 'password',
      body: passwordChange,
      refusals: { 401: ['SIGNED_OUT'], 503: ['BUSY'] },
      status: 204,
    },
    signOutEverywhere: {
      method: 'post',
      path: '/api/auth/sign-out-everywhere',
      summary: 'Sign every device out, or every other device',
      body: signOutEverywhere,
      answer: z.object({
        /** How many devices were signed in. */
        signed_out: z.number().int(),
      }),
      refusals: { 401: ['SIGNED_OUT'] },
      status: 200,
    },
    devices: {
      method: 'get',
      path: '/api/auth/devices',
      summary: 'Where this account is signed in',
      answer: z.object({ devices: z.array(deviceView) }),
      status: 200,
    },
    revokeDevice: {
      method: 'delete',
      path: '/api/auth/devices/:id',
      summary: 'Sign a device out',
      params: byId,
      status: 204,
    },
  },
);
