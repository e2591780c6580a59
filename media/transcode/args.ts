export interface AudioTranscodeOptions {
  /** Port of the ingest's RTSP listener on loopback. */
  rtspPort: number;
  /** Path below it; letters, digits and slashes only. */
  path: string;
}

/** Only what reading RTSP over TCP and writing to our pipe need. */
const PROTOCOLS = 'tcp,rtp,pipe';
/** Enough to find a picture's parameters; more would only delay the start. In bytes and microseconds. */
const PROBE_BYTES = '500000';
const PROBE_US = '500000';

const QUIET = ['-hide_banner', '-nostdin', '-loglevel', 'warning'];
/** Filling the gaps that a browser leaves during silence keeps sound and picture in sync. */
const AAC = ['-c:a', 'aac', '-b:a', '160k', '-ar', '48000', '-ac', '2', '-af', 'aresample=async=1'];
const FLV_OUT = ['-flvflags', 'no_duration_filesize', '-flush_packets', '1', '-f', 'flv', 'pipe:1'];

/**
 * FFmpeg's whole argument list for reading a path, leaving its picture unchanged and converting its sound to AAC, as
 * FLV on standard output. Contains no secret; works with FFmpeg of 2018 and newer.
 *
 * @see https://ffmpeg.org/ffmpeg-all.html
 */
export function audioTranscodeArgs({ rtspPort, path }: AudioTranscodeOptions): string[] {
  const probe = ['-probesize', PROBE_BYTES, '-analyzeduration', PROBE_US, '-fflags', 'nobuffer'];
  const source = ['-rtsp_transport', 'tcp', '-i', `rtsp://127.0.0.1:${rtspPort}/${path}`];
  const input = ['-protocol_whitelist', PROTOCOLS, ...probe, ...source];
  const tracks = ['-map', '0:v:0?', '-map', '0:a:0?', '-c:v', 'copy'];
  return [...QUIET, ...input, ...tracks, ...AAC, ...FLV_OUT];
}

/** FFmpeg's whole argument list for converting Opus in Ogg on standard input to AAC as FLV on standard output. */
export function opusToAacArgs(): string[] {
  // The headers tell everything: nothing has to be looked at before the first packet is converted.
  const probe = ['-probesize', '32', '-analyzeduration', '0', '-fflags', 'nobuffer'];
  return [...QUIET, '-protocol_whitelist', 'pipe', ...probe, '-f', 'ogg', '-i', 'pipe:0', ...AAC, ...FLV_OUT];
}
