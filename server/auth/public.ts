export { authenticateRequest, authenticateToken } from './authenticate.ts';
export { authModule } from './module.ts';
export { createPasswordTries } from './password-tries.ts';
export { createPasswords } from './passwords.ts';
export { createAccessTokens } from './tokens.ts';
