const NAMES: Readonly<Record<string, string>> = {
  avc1: 'H.264',
  hvc1: 'HEVC',
  av01: 'AV1',
  mp4a: 'AAC',
  Opus: 'Opus',
};

/** A codec by the name people know, from its FourCC. */
export function codecName(fourCc: string): string {
  return NAMES[fourCc] ?? fourCc;
}
