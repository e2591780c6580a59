import { NO_INTERNALS } from '@neustream/shared/node/internals/internals.ts';
import { useInternals } from '../relay/testing/internals.ts';

// What works with Node's internals works without them: the same tests once more, with NODE_INTERNALS=off.
useInternals(NO_INTERNALS);
await import('../relay/relay.test.ts');
await import('../relay/rtmp/server-session.test.ts');
await import('../ingest/own/own-ingest.test.ts');
