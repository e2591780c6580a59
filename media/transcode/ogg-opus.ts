/**
 * Opus packets as an Ogg stream, one packet per page (RFC 7845, and RFC 3533 for pages). What reads it is told the time
 * of each packet by its page's granule position, so that gaps remain gaps.
 */

const SAMPLES_PER_MS = 48;
const BEGIN_OF_STREAM = 2;
const SERIAL = 1;
const PAGE_HEADER = 27;
const LACE = 255;
const CRC_AT = 22;
const CRC_POLYNOMIAL = 0x04c11db7;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ CRC_POLYNOMIAL : value << 1;
  return value >>> 0;
});
/** For encoders that leave the header out: two channels at 48 kHz (RFC 7845, section 5.1). */
const STEREO_HEADER = Buffer.from('4f7075734865616401020000' + '80bb0000' + '000000', 'hex');
const HEADER_MAGIC = 'OpusHead';
const TAGS = Buffer.concat([Buffer.from('OpusTags'), Buffer.from([0, 0, 0, 0, 0, 0, 0, 0])]);
/** Frame sizes of the SILK, hybrid and CELT modes, in samples (RFC 6716, section 3.1, table 2). */
const SILK = [480, 960, 1920, 2880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];
const HYBRID_FROM = 12;
const CELT_FROM = 16;

/** Writes one Ogg stream. */
export class OggOpusWriter {
  #pages = 0;
  #firstAt: number | null = null;

  /** @param header the encoder's identification header (`OpusHead`); null when it sent none */
  begin(header: Buffer | null): Buffer {
    const known = header !== null && header.toString('latin1', 0, HEADER_MAGIC.length) === HEADER_MAGIC;
    return Buffer.concat([
      this.#page(known ? header : STEREO_HEADER, 0, BEGIN_OF_STREAM),
      this.#page(TAGS, 0),
    ]);
  }

  /** @param timestamp of the packet's first sample, in ms; the stream begins with that of the first packet */
  packet(timestamp: number, packet: Buffer): Buffer {
    this.#firstAt ??= timestamp;
    const begin = Math.max(0, timestamp - this.#firstAt) * SAMPLES_PER_MS;
    return this.#page(packet, begin + samplesIn(packet));
  }

  #page(packet: Buffer, granule: number, flags = 0): Buffer {
    const laces = Math.floor(packet.length / LACE) + 1;
    const page = Buffer.alloc(PAGE_HEADER + laces + packet.length, LACE);
    page.write('OggS', 0, 'latin1');
    page[4] = 0;
    page[5] = flags;
    page.writeBigUInt64LE(BigInt(granule), 6);
    page.writeUInt32LE(SERIAL, 14);
    page.writeUInt32LE(this.#pages, 18);
    page.writeUInt32LE(0, CRC_AT);
    page[26] = laces;
    page[PAGE_HEADER + laces - 1] = packet.length % LACE;
    packet.copy(page, PAGE_HEADER + laces);
    page.writeUInt32LE(checksum(page), CRC_AT);
    this.#pages += 1;
    return page;
  }
}

/** The longest packet that a page can hold. */
export const MAX_OPUS_PACKET = LACE * LACE - 1;

/** How long a packet plays, in samples at 48 kHz, by its first two bytes (RFC 6716, section 3.1). */
export function samplesIn(packet: Buffer): number {
  const toc = packet[0] ?? 0;
  const config = toc >> 3;
  const sizes = config < HYBRID_FROM ? SILK : config < CELT_FROM ? HYBRID : CELT;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2;
  return frames * (sizes[config % sizes.length] ?? 0);
}

/** The checksum of pages: CRC-32 without reflection (RFC 3533, section 6). */
function checksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) crc = ((crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return crc;
}
