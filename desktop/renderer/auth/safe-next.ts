/** A path of these pages that was asked for before signing in; anything else is not followed. */
export function safeNext(next: string | null, otherwise: string): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : otherwise;
}
