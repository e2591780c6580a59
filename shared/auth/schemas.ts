import { z } from 'zod';

const email = z
  .string()
  .trim()
  .max(254, 'The address is too long.')
  .pipe(z.email('This is not an e-mail address.'));
const password = z.string().min(10, 'Use at least 10 characters.').max(200, 'Use at most 200 characters.');

export const registration = z.object({
  email,
  password,
  display_name: z.string().trim().min(1, 'Tell us how to call you.').max(80, 'Use at most 80 characters.'),
});

export const signIn = z.object({ email, password: z.string().min(1, 'Type your password.').max(200) });

export const userView = z.object({
  id: z.string(),
  email: z.string(),
  display_name: z.string(),
  role: z.enum(['user', 'support', 'admin']),
  email_verified: z.boolean(),
  created_at: z.string(),
});
export type UserView = z.infer<typeof userView>;

/**
 * Pages get their tokens as `__Host-` cookies and `csrf_token`; other clients ask with
 * `X-Client: api` and get both tokens in the body.
 */
export const signedIn = z.object({
  user: userView,
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  /** Seconds until the access token ends. */
  expires_in: z.number().int(),
});

export const refreshRequest = z.object({ refresh_token: z.string().max(200).optional() });

export const deviceView = z.object({
  id: z.string(),
  device_name: z.string(),
  ip: z.string(),
  last_used_at: z.string(),
  created_at: z.string(),
  current: z.boolean(),
});
