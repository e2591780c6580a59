/** A path of these pages that was requested before signing in; anything else is ignored. */
export function safeNext(next: string | null, otherwise: string): string {
  // Browsers drop tabs and line breaks from an address, so that `/<tab>/evil.example` would be another site.
  return next !== null && /^\/(?![/\\])\P{C}*$/u.test(next) ? next : otherwise;
}
