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
      status: 201,
    },
    login: {
      method: 'post',
      path: '/api/auth/login',
      summary: 'Sign in with address and password',
      access: 'public',
      limit: 'auth',
      body: signIn,
      answer: signedIn,
      status: 200,
    },
    refresh: {
      method: 'post',
      path: '/api/auth/refresh',
      summary: 'Exchange the refresh token for new tokens',
      access: 'public',
      body: refreshRequest,
      answer: signedIn,
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
      status: 200,
    },
    updateMe: {
      method: 'patch',
      path: '/api/auth/me',
      summary: 'Change your name',
      body: profileChange,
      answer: userView,
      status: 200,
    },
    changePassword: {
      method: 'post',
      path: '/api/auth/password',
      summary: 'Change your password; every other device is signed out',
      limit: 'auth',
      body: passwordChange,
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
