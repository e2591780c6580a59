import { join } from 'node:path';
import { mediamtxMissing } from '../kit/mediamtx.ts';
import { nginxMissing } from '../kit/nginx.ts';
import { Person } from '../kit/person.ts';
import { FfmpegListening } from '../kit/platforms/ffmpeg-listen.ts';
import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { MediamtxServer } from '../kit/platforms/mediamtx.ts';
import { NginxPlatform } from '../kit/platforms/nginx-rtmp.ts';
import type { RecordingServer } from '../kit/platforms/platform.ts';
import type { Product } from '../kit/product.ts';
import { type Service, serverAndKey } from './encoder.ts';

/** A server that people stream to, and what it takes. */
export interface PeerServer {
  name: string;
  missing: string | undefined;
  /** Codecs beyond H.264 and AAC, by FourCC. */
  takes: readonly string[];
  /** Whether it begins another file once an encoder was away for some seconds. */
  splits?: boolean;
  start(folder: string, product: Product): Promise<OpenServer>;
}

/** A server that runs. */
export interface OpenServer extends AsyncDisposable {
  /** Where the next session is sent to. */
  service(): Promise<Service>;
  recordings(): Promise<string[]>;
}

/** A server and its running self. */
export interface RunningServer {
  server: PeerServer;
  open: OpenServer;
}

const NODE_MEDIA_SERVER: PeerServer = {
  name: 'node-media-server',
  missing: undefined,
  takes: ['hvc1', 'av01'],
  start: async (folder) => anyKey(await IndependentPlatform.start({ name: 'node-media-server', folder })),
};

/** It drops other codecs than H.264 and AAC without a word. */
const NGINX: PeerServer = {
  name: 'nginx-rtmp',
  missing: nginxMissing(),
  takes: [],
  start: async (folder) => anyKey(await NginxPlatform.start({ folder })),
};

/** It takes AV1 as well, but begins the recording with a header that it makes up, in a file of its own. */
const MEDIAMTX: PeerServer = {
  name: 'MediaMTX',
  missing: mediamtxMissing(),
  takes: ['hvc1', 'Opus'],
  splits: true,
  start: async (folder) => anyKey(await MediamtxServer.start({ folder })),
};

/** Debian's is older than enhanced RTMP. */
const FFMPEG_LISTENING: PeerServer = {
  name: 'FFmpeg -listen',
  missing: undefined,
  takes: [],
  start: async (folder) => anyKey(await FfmpegListening.start({ folder })),
};

/** The product's own ingest as the destination of another source, and what it sends on. */
const OURS: PeerServer = {
  name: 'Neustream',
  missing: undefined,
  takes: ['hvc1', 'av01'],
  async start(folder, product) {
    const behind = await IndependentPlatform.start({ name: 'behind', folder: join(folder, 'behind') });
    return {
      async service() {
        // Plans allow a number of sources.
        const person = await Person.signUp({ url: product.url });
        const { view } = await person.createSource();
        await person.addDestination(view.id, { name: 'behind', address: behind.address });
        const { ingest } = await person.goLive(view.id);
        return serverAndKey(ingest);
      },
      recordings: () => behind.recordings(),
      [Symbol.asyncDispose]: () => behind[Symbol.asyncDispose](),
    };
  },
};

export const SERVERS: readonly PeerServer[] = [NODE_MEDIA_SERVER, NGINX, MEDIAMTX, FFMPEG_LISTENING, OURS];

let keys = 0;

function anyKey(server: RecordingServer): OpenServer {
  return {
    async service() {
      keys += 1;
      return { server: server.address, key: `peer-${keys}` };
    },
    recordings: () => server.recordings(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
