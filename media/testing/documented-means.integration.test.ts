import { NO_INTERNALS } from '@neustream/shared/node/internals/internals.ts';
import { useInternals } from '../relay/testing/internals.ts';

// What works with Node's internals works without them: the same tests once more, with NODE_INTERNALS=off.
useInternals(NO_INTERNALS);
await import('../relay/isolation.integration.test.ts');
await import('../fanout/exactly-n.integration.test.ts');
