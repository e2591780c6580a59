/** A path of these pages that was requested before signing in; anything else is ignored. */
export function safeNext(next: string | null, otherwise: string): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : otherwise;
}
