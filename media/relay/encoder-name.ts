/** As much as snapshots accept (`ingestFacts`); a longer name would make the API refuse the whole session. */
const MOST_CHARACTERS = 200;

/** An encoder's own name, as a stranger gave it, without control characters and cut; null when nothing is left. */
export function encoderName(given: unknown): string | null {
  if (typeof given !== 'string') return null;
  // Cut first: half of a surrogate pair counts as a control character.
  const name = given.slice(0, MOST_CHARACTERS).replace(/\p{C}/gu, '').trim();
  return name === '' ? null : name;
}
