import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';
import { type EncoderOptions, startEncoder } from '../kit/encoders/encoder.ts';
import { GSTREAMER_PICTURE, gstreamerMissing, startGstreamer } from '../kit/encoders/gstreamer.ts';
import {
  type EncoderPreset,
  OBS_DEFAULT,
  ODD_SIZE,
  PHONE,
  PHONE_SOUND,
  SILENCE,
  SMALL,
} from '../kit/encoders/presets.ts';
import { newFfmpegBin } from '../kit/tools.ts';
import { openProgram, type PeerEncoder, type Service, serverAndKey } from './encoder.ts';
import { OBS } from './obs.ts';

/** Long enough to see both kinds of gaps, and short enough for a table of many. */
const FIRST_PICTURES = 150;
const HEVC = [
  '-c:v',
  'libx265',
  '-preset',
  'ultrafast',
  '-x265-params',
  'keyint=30:bframes=0:log-level=none',
];
const AV1 = ['-c:v', 'libsvtav1', '-preset', '12', '-g', '30', '-svtav1-params', 'pred-struct=1'];
const COMMON: PeerEncoder['codecs'] = ['avc1', 'mp4a'];

type FfmpegOptions = Omit<EncoderOptions, 'url' | 'copyTo' | 'preset'> & {
  preset?: EncoderPreset;
  codecs?: PeerEncoder['codecs'];
  missing?: string | undefined;
  service?: NonNullable<PeerEncoder['service']>;
};

function ffmpeg(name: string, options: FfmpegOptions = {}): PeerEncoder {
  const { preset = SMALL, codecs = COMMON, missing, service = serverAndKey, ...rest } = options;
  return {
    name,
    missing,
    codecs,
    service,
    readBy: rest.program,
    width: preset.width,
    height: preset.height,
    firstPictures: FIRST_PICTURES,
    open: async (folder) =>
      openProgram({ run: (url, copyTo) => startEncoder({ url, copyTo, preset, ...rest }) }, folder),
  };
}

/** Encoders that speak enhanced RTMP, which only newer FFmpegs do. */
function newFfmpeg(name: string, options: FfmpegOptions): PeerEncoder {
  const program = newFfmpegBin();
  const missing = program === undefined ? 'there is no FFmpeg 9 (Python installs it)' : undefined;
  return ffmpeg(name, { program, missing, ...options });
}

/** User name and password before the host, which FFmpeg sends as Adobe's login asks for it. */
function withLogin({ rtmp_login }: IngestAddresses): Service {
  if (rtmp_login === null) throw new Error('The ingest takes no logins.');
  const { server, stream_key, username, password } = rtmp_login;
  return { server: server.replace('://', `://${username}:${password}@`), key: stream_key };
}

/** One field for everything. */
function keyInPath({ rtmp_url }: IngestAddresses): Service {
  if (rtmp_url === null) throw new Error('The ingest takes no keys in the path.');
  const slash = rtmp_url.url.lastIndexOf('/');
  return { server: rtmp_url.url.slice(0, slash), key: rtmp_url.url.slice(slash + 1) };
}

function gstreamer(sink: 'rtmp2sink' | 'rtmpsink'): PeerEncoder {
  return {
    name: `GStreamer ${sink}`,
    missing: gstreamerMissing(sink),
    codecs: COMMON,
    ...GSTREAMER_PICTURE,
    firstPictures: FIRST_PICTURES,
    open: async (folder) =>
      openProgram({ run: (url, copyTo) => startGstreamer({ url, sink, copyTo }), stopBy: 'SIGINT' }, folder),
  };
}

/** What runs wherever the product does. */
export const FFMPEG = ffmpeg('FFmpeg');
export const FFMPEG_AS_OBS = ffmpeg('FFmpeg as OBS', { preset: OBS_DEFAULT });

/** Every encoder of the kit. `rtmpsink` is librtmp, which rtmpdump shares; no program of rtmpdump publishes. */
export const ENCODERS: readonly PeerEncoder[] = [
  FFMPEG,
  FFMPEG_AS_OBS,
  ffmpeg('FFmpeg, silent', { preset: SILENCE }),
  ffmpeg('FFmpeg, odd size', { preset: ODD_SIZE }),
  ffmpeg('FFmpeg as a phone', { preset: PHONE, audio: PHONE_SOUND }),
  ffmpeg('FFmpeg with a login', { service: withLogin }),
  ffmpeg('FFmpeg, key in the path', { service: keyInPath }),
  newFfmpeg('FFmpeg, HEVC', { codecs: ['hvc1', 'mp4a'], video: HEVC }),
  newFfmpeg('FFmpeg, AV1', { codecs: ['av01', 'mp4a'], video: AV1 }),
  newFfmpeg('FFmpeg, two sound tracks', { audio: ['-map', '2:a', '-c:a', 'aac', '-b:a', '96k'] }),
  gstreamer('rtmp2sink'),
  gstreamer('rtmpsink'),
  OBS,
];
