import { execFileSync } from 'node:child_process';
import { Child } from '@neustream/shared/node/child.ts';
import { onPath } from '../tools.ts';

/** `rtmp2sink` is GStreamer's own RTMP; `rtmpsink` is librtmp's, which rtmpdump and many devices use. */
export type GstreamerSink = 'rtmp2sink' | 'rtmpsink';

export interface GstreamerOptions {
  /** Whole address with the key. */
  url: string;
  sink: GstreamerSink;
  /** FLV file that receives exactly the bytes that are sent. */
  copyTo: string;
}

const ELEMENTS = ['flvmux', 'x264enc', 'voaacenc'];

export const GSTREAMER_PICTURE = { width: 640, height: 360 };

/** Why this sink of GStreamer cannot publish on this machine; undefined when it can. */
export function gstreamerMissing(sink: GstreamerSink): string | undefined {
  const inspect = onPath('gst-inspect-1.0');
  if (inspect === undefined) return 'GStreamer is not installed (Debian: gstreamer1.0-tools)';
  const missing = [sink, ...ELEMENTS].filter((name) => !has(inspect, name));
  if (missing.length === 0) return undefined;
  return `GStreamer has no ${missing.join(', ')} (Debian: gstreamer1.0-plugins-good, -bad and -ugly)`;
}

/**
 * Starts GStreamer with a moving test picture and noise, in real time: a key frame every 2 s, sound at 44.1 kHz. SIGINT
 * makes it unpublish properly.
 */
export function startGstreamer({ url, sink, copyTo }: GstreamerOptions): Child {
  const { width, height } = GSTREAMER_PICTURE;
  // librtmp takes its options behind the address, in the same argument.
  const location = `location=${url}${sink === 'rtmpsink' ? ' live=1' : ''}`;
  const picture = `video/x-raw,width=${width},height=${height},framerate=30/1`;
  const args = [
    ...['-q', '-e', 'flvmux', 'name=mux', 'streamable=true', '!', 'tee', 'name=both'],
    ...['both.', '!', 'queue', '!', sink, location],
    ...['both.', '!', 'queue', '!', 'filesink', 'buffer-mode=unbuffered', `location=${copyTo}`],
    ...['videotestsrc', 'is-live=true', 'pattern=ball', '!', picture, '!'],
    ...['x264enc', 'speed-preset=ultrafast', 'bitrate=800', 'key-int-max=60', 'aud=false', '!'],
    ...['video/x-h264,profile=main', '!', 'queue', '!', 'mux.'],
    ...['audiotestsrc', 'is-live=true', 'wave=pink-noise', '!', 'audio/x-raw,rate=44100,channels=2', '!'],
    ...['voaacenc', 'bitrate=128000', '!', 'queue', '!', 'mux.'],
  ];
  return new Child({ name: 'GStreamer', file: onPath('gst-launch-1.0') ?? '', args });
}

function has(inspect: string, element: string): boolean {
  try {
    execFileSync(inspect, ['--exists', element], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
