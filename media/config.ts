import { availableParallelism, hostname } from 'node:os';
import { DESTINATION_SETTINGS } from '@neustream/shared/destinations/settings.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import {
  readSettings,
  type SettingSource,
  setting,
  settingKinds,
  settingsInvalid,
} from '@neustream/shared/kernel/settings.ts';

const group = 'Media node';
/** As many as a report holds. */
const MOST_LANES = 256;
const port = (description: string, preset: number) =>
  setting({ description, group, schema: settingKinds.port(preset), example: String(preset) });
const text = (description: string, example: string) =>
  setting({ description, group, schema: settingKinds.text(), example });

/** Every setting that the media node reads. */
export const MEDIA_SETTINGS = {
  MEDIA_NODE_ID: text('Name of this media node; each node of an installation needs its own.', 'local'),
  SERVER_URL: setting({
    description: 'Where the media node reaches the API.',
    group,
    schema: settingKinds.address(['http', 'https']),
    example: 'http://127.0.0.1:3000',
  }),
  MEDIA_HOST: text(
    'Address that ingest and playback listen on. 0.0.0.0 opens them to the network.',
    '127.0.0.1',
  ),
  MEDIA_PUBLIC_HOST: text(
    'Name or address at which encoders and browsers reach this node; needed when MEDIA_HOST is 0.0.0.0.',
    'MEDIA_HOST',
  ),
  MEDIA_CONTROL_HOST: text('Address that the private control server listens on.', '127.0.0.1'),
  MEDIA_CONTROL_PORT: port('Private control server of the media node.', 9996),
  RTMP_PORT: port('Ingest over RTMP.', 1935),
  RTMPS_PORT: port('Ingest over RTMPS; open only when TLS_CERT_FILE is set.', 1936),
  DIRECT_PORT: port(
    'Ingest for the studio’s page (WebSocket): over TLS when TLS_CERT_FILE is set, as pages over HTTPS need it.',
    1937,
  ),
  SRT_PORT: port('Ingest over SRT (UDP).', 8890),
  HLS_PORT: port('Playback over HLS.', 8888),
  WEBRTC_PORT: port('WHIP ingest and WHEP playback (HTTP).', 8889),
  WEBRTC_UDP_PORT: port('Media of WHIP and WHEP (UDP).', 8189),
  WEBRTC_TCP_PORT: port('Media of WHIP and WHEP for networks without UDP (TCP).', 8189),
  MEDIAMTX_API_PORT: port('API of MediaMTX, always on loopback.', 9997),
  TLS_CERT_FILE: text(
    'Certificate chain (PEM) for ingest over RTMPS and from pages, and for HTTPS in WHIP, WHEP and HLS.',
    'unset: no RTMPS ingest, pages without TLS, and HTTP',
  ),
  TLS_KEY_FILE: text('Private key (PEM) of TLS_CERT_FILE.', 'unset'),
  ...DESTINATION_SETTINGS,
  DESTINATION_CA_FILE: text(
    'Certificate authority (PEM) to trust for RTMPS destinations besides the public ones.',
    'unset',
  ),
  LANES: setting({
    description:
      'How many processes of this node carry sessions: auto for one per processor core. One that dies takes only its ' +
      'own sessions with it, and they go on in another.',
    group,
    schema: settingKinds.countOrAuto(MOST_LANES),
    example: 'auto',
  }),
  INGEST: setting({
    description:
      'What accepts encoders: auto (RTMP, RTMPS and pages by the node itself, SRT and WHIP by MediaMTX where it is ' +
      'installed), mediamtx (everything by MediaMTX, which keeps encoders connected while lanes restart, but takes no ' +
      'pages) or builtin (what the node takes itself).',
    group,
    schema: settingKinds.choice(['auto', 'mediamtx', 'builtin'], 'auto'),
    example: 'auto',
  }),
  MOST_LAG_MS: setting({
    description:
      'How far a slow destination may fall behind, in milliseconds of the stream, before its picture is left out up to ' +
      'the next key frame. Its sound is always sent.',
    group,
    schema: settingKinds.count(5000, { least: 1000, most: 60_000 }),
    example: '5000',
  }),
  MEDIA_BATCH_MS: setting({
    description:
      'How long media may be held so that it is sent in larger pieces, in milliseconds. More costs less processor time ' +
      'and adds as much delay.',
    group,
    schema: settingKinds.count(13, { least: 1, most: 100 }),
    example: '13',
  }),
  NODE_INTERNALS: setting({
    description:
      'Whether media is moved with internals of Node that save processor time (auto), or with documented functions ' +
      'only (off). Try off when connections misbehave after an update of Node.',
    group,
    schema: settingKinds.choice(['auto', 'off'], 'auto'),
    example: 'auto',
  }),
  MEDIAMTX_BIN: text('MediaMTX program.', 'found on the PATH'),
  FFMPEG_BIN: text('FFmpeg program.', 'found on the PATH, else the one of @ffmpeg-installer'),
  DATA_DIR: text('Folder for everything that must survive a restart.', './data'),
  PAGES_ORIGIN: setting({
    description: 'Origin of the pages, which may play the preview and publish from the browser.',
    group,
    schema: settingKinds.address(['http', 'https']),
    example: 'SERVER_URL',
  }),
  LOG_LEVEL: setting({
    description: 'How much is logged.',
    group,
    schema: settingKinds.choice(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    example: 'info',
  }),
  MEDIA_NODE_TOKEN: setting({
    description:
      'Token of this media node, 32 characters or more; `npm run node -- add NAME` issues one. Unset, one is made in ' +
      'the data folder.',
    group,
    schema: settingKinds.secret(32),
    example: 'unset',
    secret: true,
  }),
} as const;

export interface IngestPorts {
  rtmp: number;
  rtmps: number;
  srt: number;
  hls: number;
  webrtc: number;
  webrtcUdp: number;
  webrtcTcp: number;
  api: number;
}

export interface MediaConfig {
  nodeId: string;
  serverUrl: string;
  host: string;
  publicHost: string;
  controlHost: string;
  controlPort: number;
  ports: IngestPorts;
  /** For pages that publish over a WebSocket. */
  directPort: number;
  tls: { certFile: string; keyFile: string } | null;
  allowPrivateDestinations: boolean;
  /** Null allows every port except those of other well-known services. */
  allowedDestinationPorts: readonly number[] | null;
  destinationCaFile: string | null;
  ingest: 'auto' | 'mediamtx' | 'builtin';
  /** How far a destination may fall behind before pictures are left out, in ms. */
  mostLagMs: number;
  /** How long media may be held to be sent in larger pieces, in ms. */
  batchMs: number;
  /** How many processes carry sessions. */
  lanes: number;
  nodeInternals: 'auto' | 'off';
  mediamtxBin: string | null;
  ffmpegBin: string | null;
  dataDir: string;
  pagesOrigin: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Null: read from the data folder, or created there. */
  nodeToken: Secret | null;
  /** The settings as they were given, without secrets: what another process of this node is started with. */
  given: Readonly<Record<string, string>>;
}

/**
 * Reads the settings of a media node.
 * @throws AppError `SETTINGS_INVALID` listing every invalid setting
 */
export function readMediaConfig(source: SettingSource): MediaConfig {
  const values = readSettings(MEDIA_SETTINGS, source);
  const host = values.MEDIA_HOST ?? '127.0.0.1';
  const serverUrl = (values.SERVER_URL ?? 'http://127.0.0.1:3000').replace(/\/+$/, '');
  return {
    nodeId: values.MEDIA_NODE_ID ?? 'local',
    serverUrl,
    host,
    publicHost: values.MEDIA_PUBLIC_HOST ?? (host === '0.0.0.0' || host === '::' ? hostname() : host),
    controlHost: values.MEDIA_CONTROL_HOST ?? '127.0.0.1',
    controlPort: values.MEDIA_CONTROL_PORT,
    ports: {
      rtmp: values.RTMP_PORT,
      rtmps: values.RTMPS_PORT,
      srt: values.SRT_PORT,
      hls: values.HLS_PORT,
      webrtc: values.WEBRTC_PORT,
      webrtcUdp: values.WEBRTC_UDP_PORT,
      webrtcTcp: values.WEBRTC_TCP_PORT,
      api: values.MEDIAMTX_API_PORT,
    },
    directPort: values.DIRECT_PORT,
    tls: tlsFiles(values.TLS_CERT_FILE, values.TLS_KEY_FILE),
    allowPrivateDestinations: values.ALLOW_PRIVATE_DESTINATIONS,
    allowedDestinationPorts: values.ALLOWED_DESTINATION_PORTS,
    destinationCaFile: values.DESTINATION_CA_FILE ?? null,
    ingest: values.INGEST,
    mostLagMs: values.MOST_LAG_MS,
    batchMs: values.MEDIA_BATCH_MS,
    lanes: values.LANES ?? availableParallelism(),
    nodeInternals: values.NODE_INTERNALS,
    mediamtxBin: values.MEDIAMTX_BIN ?? null,
    ffmpegBin: values.FFMPEG_BIN ?? null,
    dataDir: values.DATA_DIR ?? './data',
    pagesOrigin: new URL(values.PAGES_ORIGIN ?? serverUrl).origin,
    logLevel: values.LOG_LEVEL,
    nodeToken: values.MEDIA_NODE_TOKEN ?? null,
    given: givenTexts(source),
  };
}

function givenTexts({ env }: SettingSource): Record<string, string> {
  const names = [...Object.keys(MEDIA_SETTINGS), 'MEDIA_NODE_TOKEN_FILE'].filter(
    (name) => name !== 'MEDIA_NODE_TOKEN',
  );
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name] ?? '']] : [])));
}

function tlsFiles(certFile: string | undefined, keyFile: string | undefined): MediaConfig['tls'] {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  throw settingsInvalid(['TLS_CERT_FILE, TLS_KEY_FILE: Set both or neither.']);
}
