import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Call } from '../infra/http/handler.ts';
import { originOf } from '../infra/http/request-id.ts';
import { ACCESS_COOKIE, DEVICE_COOKIE, REFRESH_COOKIE } from './authenticate.ts';
import type { AuthDeps } from './deps.ts';
import { DEVICE_MS } from './known-devices.ts';
import type { Client, Issued, SignedIn } from './sign-in.ts';
import { ACCESS_SECONDS, REFRESH_MS } from './tokens.ts';
import { viewOf } from './user-view.ts';

/** What accounts look at in a call beyond what the contract describes. */
type HttpCall = Pick<Call<Route>, 'request' | 'response' | 'ip'>;
type SignInCall = HttpCall & { headers: { 'x-client'?: string | undefined } };

/**
 * Pages receive their tokens as cookies that no script can read; every other client receives them in the answer. A
 * client that does not send `X-Client: api` receives cookies as well, for programs that keep a cookie jar.
 */
export function signedInAnswer({ cookies }: AuthDeps, call: SignInCall, issued: Issued | SignedIn) {
  const answer = { user: viewOf(issued.user), expires_in: ACCESS_SECONDS };
  const { accessToken, refreshToken } = issued;
  const deviceToken = 'deviceToken' in issued ? issued.deviceToken : undefined;
  const pair = { access_token: accessToken, refresh_token: refreshToken };
  const tokens = { token: accessToken, ...pair, device_token: deviceToken };
  if (call.headers['x-client'] === 'api') return { ...answer, ...tokens };
  cookies.set(call.response, ACCESS_COOKIE, { value: accessToken, maxAgeMs: ACCESS_SECONDS * 1000 });
  cookies.set(call.response, REFRESH_COOKIE, { value: refreshToken, maxAgeMs: REFRESH_MS });
  if (deviceToken) cookies.set(call.response, DEVICE_COOKIE, { value: deviceToken, maxAgeMs: DEVICE_MS });
  return isPage(call) ? answer : { ...answer, ...tokens };
}

/** Browsers say where a page's request comes from; nothing else does. */
function isPage({ request }: HttpCall): boolean {
  return request.get('sec-fetch-site') !== undefined || request.get('origin') !== undefined;
}

/** The refresh token of a page, unless the request comes from somebody else's page. */
export function refreshCookie(
  { cookies }: AuthDeps,
  { request, mayUseCookies }: Pick<Call<Route>, 'request' | 'mayUseCookies'>,
): string | undefined {
  return mayUseCookies ? cookies.read(request, REFRESH_COOKIE) : undefined;
}

/** Removes the cookies of a page that signs out; the device stays known. */
export function forgetTokens({ cookies }: AuthDeps, { response }: HttpCall): void {
  cookies.clear(response, ACCESS_COOKIE);
  cookies.clear(response, REFRESH_COOKIE);
}

/** The caller, as needed for signing in and for the security log. */
export function clientOf(
  { cookies }: AuthDeps,
  call: HttpCall,
  deviceToken = cookies.read(call.request, DEVICE_COOKIE),
): Client {
  return {
    ...originOf(call),
    userAgent: call.request.get('user-agent') ?? '',
    deviceToken,
    setHeaders: (headers) => void call.response.set(headers),
  };
}
