import type { Readable } from 'node:stream';
import { VideoHeaders } from '../codec/video-headers.ts';
import type { Feed } from '../feed/feed.ts';
import { FlvDemuxer } from '../flv/demuxer.ts';
import type { InputEnd } from './input-end.ts';

/**
 * Feeds an FLV stream, such as FFmpeg's standard output, until it ends. The input begins with its
 * first message. Never rejects; `readable` is destroyed.
 */
export async function readFlv(readable: Readable, feed: Feed, signal: AbortSignal): Promise<InputEnd> {
  const { promise, resolve } = Promise.withResolvers<InputEnd>();
  let began = false;
  const headers = new VideoHeaders({
    trusted: true,
    push: (message) => {
      if (!began) feed.beginInput();
      began = true;
      feed.push(message);
    },
  });
  const demuxer = new FlvDemuxer((message) => headers.take(message));
  const onStop = () => resolve('stopped');
  const onData = (bytes: Buffer) => {
    try {
      demuxer.receive(bytes);
      feed.flush();
    } catch {
      resolve('broken');
    }
  };
  const onGone = () => resolve(began ? 'ended' : 'absent');
  readable.on('data', onData).once('end', onGone).once('close', onGone).on('error', onGone);
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  const end = await promise;
  signal.removeEventListener('abort', onStop);
  readable.off('data', onData);
  readable.destroy();
  if (began) feed.endInput();
  return end;
}
