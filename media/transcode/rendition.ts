import { type PipedExit, startPipedChild } from '@neustream/shared/node/piped-child.ts';
import type { Logger } from 'pino';
import type { Feed } from '../relay/public.ts';
import { readFlv } from '../relay/public.ts';
import { audioTranscodeArgs } from './args.ts';

export interface RenditionOptions {
  ffmpeg: string;
  rtspPort: number;
  path: string;
  feed: Feed;
  signal: AbortSignal;
  log: Logger;
}

/**
 * Fills the feed with a path whose sound is converted to AAC, by one FFmpeg, until that ends or `signal` aborts. Never
 * rejects, and settles only when FFmpeg has ended.
 */
export async function runRendition({
  ffmpeg,
  rtspPort,
  path,
  feed,
  signal,
  log,
}: RenditionOptions): Promise<void> {
  if (signal.aborted) return;
  const child = startPipedChild({
    file: ffmpeg,
    args: audioTranscodeArgs({ rtspPort, path }),
    onLine: (line) => log.debug({ path, ffmpeg: line }),
  });
  const stop = () => void child.stop();
  signal.addEventListener('abort', stop, { once: true });
  const end = await readFlv(child.stdout, feed, signal);
  signal.removeEventListener('abort', stop);
  await child.stop();
  log.debug({ path, end }, 'a rendition ended');
  report(await child.exited, { path, log, signal });
}

function report(
  exit: PipedExit,
  { path, log, signal }: Pick<RenditionOptions, 'path' | 'log' | 'signal'>,
): void {
  if (exit.startProblem !== null)
    log.error({ path, problem: exit.startProblem }, 'FFmpeg could not be started');
  else if (!signal.aborted && exit.code !== 0) log.warn({ path, exit }, 'FFmpeg ended early');
}
