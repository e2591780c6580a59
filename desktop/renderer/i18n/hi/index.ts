import type { Texts } from '../texts.ts';
import { actions } from './actions.ts';
import { auth } from './auth.ts';
import { billing } from './billing.ts';
import { common, errors, fault, fields, shell } from './common.ts';
import { destinations } from './destinations.ts';
import { failures } from './failures.ts';
import { welcome } from './first-steps.ts';
import { live, relay } from './live.ts';
import { reasons } from './reasons.ts';
import { events, report, sessions } from './sessions.ts';
import { encoder, sources } from './sources.ts';
import { studio } from './studio.ts';

export const hi: Texts = {
  common,
  shell,
  fault,
  errors,
  actions,
  auth,
  billing,
  destinations,
  sources,
  studio,
  welcome,
  encoder,
  live,
  relay,
  sessions,
  report,
  events,
  reasons,
  fields,
  failures,
};
