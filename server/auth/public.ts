export { authenticateRequest, authenticateToken } from './authenticate.ts';
export { createPasswords } from './passwords.ts';
export { authRoutes } from './routes.ts';
export { forgetAuthSessionsBefore } from './store.ts';
export { createAccessTokens } from './tokens.ts';
