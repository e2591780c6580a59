import { z } from 'zod';

/** Lengths by RFC 5321, 4.5.3.1, and RFC 1035, 2.3.4. */
const EMAIL =
  /^(?=[^@]{1,64}@)[A-Za-z0-9_+'-]+(\.[A-Za-z0-9_+'-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const email = z
  .string()
  .trim()
  .max(254)
  .check(z.email({ pattern: EMAIL, error: 'EMAIL_INVALID' }));
const password = z.string().min(10).max(200);

/** An existing password; it may predate today's rules, so they are not applied to it. */
const existingPassword = z.string().min(1, 'PASSWORD_MISSING').max(200);
const displayName = z.string().trim().regex(/\S/, 'DISPLAY_NAME_MISSING').max(80);

/**
 * The device token from the last sign-in on this device; pages have it in a cookie. An account lets a device it knows
 * sign in even while someone else is guessing its password.
 */
const deviceToken = z.string().max(200).optional();

export const registration = z.object({
  email,
  password,
  display_name: displayName,
  device_token: deviceToken,
});

export const signIn = z.object({ email, password: existingPassword, device_token: deviceToken });

export const profileChange = z.object({ display_name: displayName });

export const passwordChange = z.object({ current_password: existingPassword, new_password: password });

/** Whether the device that makes the request stays signed in. */
export const signOutEverywhere = z.object({ keep_this_device: z.boolean().default(false) });

export const userView = z.object({
  id: z.string(),
  email: z.string(),
  display_name: z.string(),
  role: z.enum(['user', 'support', 'admin']),
  email_verified: z.boolean(),
  created_at: z.string(),
});
export type UserView = z.infer<typeof userView>;

/** Pages receive their tokens as cookies; every other client receives them in the answer. */
export const signedIn = z.object({
  user: userView,
  /** The access token again, for clients that handle only one token. */
  token: z.string().optional(),
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  /**
   * Only after registering or signing in with a password: keep it, and send it with the next sign-in on this device.
   */
  device_token: z.string().optional(),
  /** Seconds until the access token ends. */
  expires_in: z.number().int(),
});

/** Pages have their refresh token in a cookie and send no body. */
export const refreshRequest = z.object({ refresh_token: z.string().max(200).optional() }).default({});

export const deviceView = z.object({
  id: z.string(),
  device_name: z.string(),
  ip: z.string(),
  last_used_at: z.string(),
  created_at: z.string(),
  current: z.boolean(),
});
