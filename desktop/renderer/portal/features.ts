import { auth } from '../auth/public.ts';
import { billing } from '../billing/public.ts';
import { destinations } from '../destinations/public.ts';
import { firstSteps } from '../first-steps/public.ts';
import { live } from '../live/public.ts';
import { actions } from '../page/actions/window-actions.ts';
import type { Feature } from '../page/feature.ts';
import { sessions } from '../sessions/public.ts';
import { sources } from '../sources/public.ts';
import { studio } from '../studio/public.ts';
import { account } from './account.ts';

/** What the portal is composed of, in the order of the navigation. */
export const FEATURES: readonly Feature[] = [
  actions,
  studio,
  sources,
  live,
  sessions,
  destinations,
  firstSteps,
  billing,
  account,
  auth,
];
