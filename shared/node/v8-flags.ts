/**
 * How Node runs the processes that carry media, besides its defaults. Objects there live for a moment or for the whole
 * session. A young generation of the usual size would take tens of megabytes in each process for nothing; a very small
 * one has the collector at work many times a second where there are many sessions.
 */
export const MEDIA_V8_FLAGS: readonly string[] = ['--max-semi-space-size=8'];
