import { AUTH_ROUTES } from '@neustream/shared/auth/routes.ts';
import { type Capability, capability, serve } from '../infra/capability.ts';
import type { AuthDeps } from './deps.ts';
import { DEVICE_MS } from './known-devices.ts';
import { forgetDevicesBefore } from './known-devices-store.ts';
import { authRoutes } from './routes.ts';
import { forgetAuthSessionsBefore } from './store.ts';

const TIDY_MS = 3_600_000;

/** Accounts and sign-ins. */
export function authModule(deps: AuthDeps): Capability {
  return capability({
    name: 'auth',
    routes: [serve(AUTH_ROUTES, authRoutes(deps))],
    jobs: [
      {
        name: 'forget expired sign-ins',
        everyMs: TIDY_MS,
        run: () => forgetAuthSessionsBefore(deps.db, new Date(deps.clock())),
      },
      {
        name: 'forget devices that are no longer used',
        everyMs: TIDY_MS,
        run: () => forgetDevicesBefore(deps.db, new Date(deps.clock() - DEVICE_MS)),
      },
    ],
  });
}
