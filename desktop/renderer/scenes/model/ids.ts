/** An id for something new in a collection. */
export function newId(): string {
  return crypto.randomUUID();
}
