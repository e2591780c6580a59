/** How Node starts the media process wherever that happens: `npm start`, the demo, tests and the bench. */
export const MEDIA_NODE_FLAGS: readonly string[] = [];
