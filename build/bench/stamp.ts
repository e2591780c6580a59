/** Marks an AAC frame whose first bytes were replaced by the time it was sent; nothing decodes it. */
const MAGIC = 0x6e657573;
/** After the two bytes of the FLV audio header: 4 bytes of magic, 8 of epoch milliseconds. */
const MAGIC_AT = 2;
const TIME_AT = 6;
export const STAMP_END = 14;

/** Writes `now` (milliseconds since the epoch) into an audio payload that begins at `at`. */
export function stamp(bytes: Buffer, now: number, at = 0): void {
  bytes.writeUInt32BE(MAGIC, at + MAGIC_AT);
  bytes.writeDoubleBE(now, at + TIME_AT);
}

/** When an audio payload was sent; undefined when it carries no stamp. */
export function stampOf(head: Buffer): number | undefined {
  if (head.length < STAMP_END || head.readUInt32BE(MAGIC_AT) !== MAGIC) return undefined;
  return head.readDoubleBE(TIME_AT);
}
