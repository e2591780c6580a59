/**
 * Where in a parsed JSON value there is a text that cannot be stored, because it contains a NUL or half of a surrogate
 * pair; null when there is none. For a key that cannot be stored, this is the object that contains it.
 */
export function findUnstorable(value: unknown, path: readonly string[] = []): readonly string[] | null {
  if (typeof value === 'string') return isStorable(value) ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = isStorable(key) ? findUnstorable(inner, [...path, key]) : path;
    if (found !== null) return found;
  }
  return null;
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/**
 * The same value, with characters that cannot be stored removed from its texts: for what other people's programs said
 * to a node.
 */
export function plainText<T>(value: T): T {
  // Nearly always there is nothing to remove, and a large snapshot should not be copied for nothing.
  return isStorableThroughout(value) ? value : (cleaned(value) as T);
}

function isStorableThroughout(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isStorableThroughout);
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorableThroughout(inner));
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '');
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleaned(key), cleaned(inner)]));
}
