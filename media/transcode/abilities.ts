import { startPipedChild } from '@neustream/shared/node/piped-child.ts';

/** The libavformat of FFmpeg 6.1, the first whose FLV carries HEVC and AV1 (Enhanced RTMP). */
const ENHANCED_SINCE = { major: 60, minor: 16 };
const DEADLINE_MS = 10_000;

const asked = new Map<string, Promise<boolean>>();

/**
 * Whether this FFmpeg can write video other than H.264 into FLV. Asks each program once; false when it does not say.
 */
export function writesEnhancedFlv(ffmpeg: string): Promise<boolean> {
  const known = asked.get(ffmpeg) ?? versionOf(ffmpeg).then(isEnhanced);
  asked.set(ffmpeg, known);
  return known;
}

/** From the output of `ffmpeg -version`; its own version number may be anything in builds of others. */
export function isEnhanced(versionText: string): boolean {
  const found = /libavformat\s+(\d+)\.\s*(\d+)\./.exec(versionText);
  if (found === null) return false;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major > ENHANCED_SINCE.major || (major === ENHANCED_SINCE.major && minor >= ENHANCED_SINCE.minor);
}

async function versionOf(ffmpeg: string): Promise<string> {
  const child = startPipedChild({ file: ffmpeg, args: ['-version'], onLine: () => undefined });
  const late = setTimeout(() => void child.stop(), DEADLINE_MS);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await child.exited;
  clearTimeout(late);
  return text;
}
