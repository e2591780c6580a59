import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Logger } from 'pino';
import { type ReadPacing, readRtmp } from '../../relay/public.ts';
import { runRendition, writesEnhancedFlv } from '../../transcode/public.ts';
import type { SoundConversion } from '../codecs.ts';
import { LIVE_APP, pathOf } from '../ingest.ts';
import type { Reader } from './attachment.ts';

export interface MediamtxReadersDeps {
  /** Null: sound other than AAC cannot be accepted. */
  ffmpeg: string | null;
  /** Our credential for reading paths over loopback RTMP. */
  readToken: Secret;
  pacing: ReadPacing | undefined;
  log: Logger;
}

/** The ways to read a MediaMTX path into a feed, given its loopback ports. */
export class MediamtxReaders {
  readonly #deps: MediamtxReadersDeps;
  readonly #transcoding = new Set<string>();

  constructor(deps: MediamtxReadersDeps) {
    this.#deps = deps;
  }

  /** Whether one of our FFmpeg processes is reading this path. */
  isTranscoding(publicId: string): boolean {
    return this.#transcoding.has(publicId);
  }

  /** Over RTMP, unchanged. */
  copy(port: number): Reader {
    const { readToken, pacing, log } = this.#deps;
    return async (publicId, { feed }, signal) => {
      const query = `token=${readToken.reveal()}`;
      const end = await readRtmp({
        port,
        app: LIVE_APP,
        streamName: publicId,
        query,
        feed,
        pacing,
        signal,
      });
      log.debug({ publicId, end }, 'reading from MediaMTX ended');
    };
  }

  /** Through FFmpeg, with the sound converted to AAC; null where there is no FFmpeg. */
  transcoded(rtspPort: number): Reader | null {
    const { ffmpeg, log } = this.#deps;
    if (ffmpeg === null) return null;
    return async (publicId, { feed }, signal) => {
      this.#transcoding.add(publicId);
      await runRendition({ ffmpeg, rtspPort, path: pathOf(publicId), feed, signal, log });
      this.#transcoding.delete(publicId);
    };
  }

  /** Which streams `transcoded` can read. */
  async conversion(): Promise<SoundConversion> {
    const { ffmpeg } = this.#deps;
    if (ffmpeg === null) return 'none';
    return (await writesEnhancedFlv(ffmpeg)) ? 'all' : 'h264';
  }
}
