/** How Node starts the media process wherever it is started: `npm start`, the demo, tests and the bench. */
export const MEDIA_NODE_FLAGS: readonly string[] = [];
