import { MEDIA_V8_FLAGS } from '@neustream/shared/node/v8-flags.ts';

/** How Node starts the media process wherever that happens: `npm start`, the demo, tests and the bench. */
export const MEDIA_NODE_FLAGS: readonly string[] = MEDIA_V8_FLAGS;
