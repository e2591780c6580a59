import { RELAY_REASONS, type RelayReasonCode } from '@neustream/shared/live/relay.ts';
import { actions } from './actions.ts';
import { auth } from './auth.ts';
import { billing } from './billing.ts';
import { common, errors, fault, shell } from './common.ts';
import { destinations } from './destinations.ts';
import { welcome } from './first-steps.ts';
import { live, relay } from './live.ts';
import { events, report, sessions } from './sessions.ts';
import { encoder, sources } from './sources.ts';
import { studio } from './studio.ts';

/** The contract's own sentences are the English ones. */
const reasons: Record<RelayReasonCode, { readonly message: string; readonly action: string }> = RELAY_REASONS;

/** English texts. Every other language has the same shape. */
export const en = {
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
} as const;
