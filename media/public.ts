/**
 * The engine as a library: the desktop uses it to publish to the relay, and straight to platforms when the relay cannot
 * be reached. Push media into a `Feed` (or let `readFlv` fill it from FFmpeg) and pass it to one `Relay` per target.
 */
export { Feed, Relay, type RelayOptions, type RelayTarget, readFlv } from './relay/public.ts';
