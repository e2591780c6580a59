/**
 * How Node runs the processes that carry media, besides its defaults. Objects there live for a moment or for the whole
 * session, so a large young generation saves nothing: with its usual limit it grows to tens of megabytes in each process.
 */
export const MEDIA_V8_FLAGS: readonly string[] = ['--max-semi-space-size=2'];
