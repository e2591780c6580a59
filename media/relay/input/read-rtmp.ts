import { connect, type Socket } from 'node:net';
import { VideoHeaders } from '../codec/video-headers.ts';
import { withDeadline } from '../deadline.ts';
import type { Feed } from '../feed/feed.ts';
import { BatchedReader } from '../rtmp/batched-reader.ts';
import { RtmpClient } from '../rtmp/client.ts';
import { MediaIntake } from '../rtmp/media-intake.ts';
import type { ReadPacing } from '../rtmp/pacing.ts';
import { readStatus, type Status } from '../rtmp/status.ts';
import { markFrameType } from './frame-type.ts';
import type { InputEnd } from './input-end.ts';

export interface RtmpInputOptions {
  /** Loopback port of the ingest's RTMP server. */
  port: number;
  /** Application, `live`. */
  app: string;
  streamName: string;
  /** Our credential for reading, such as `token=…`, without `?`; empty for none. */
  query: string;
  feed: Feed;
  /** Uses a timer of its own unless given. */
  pacing?: ReadPacing | undefined;
  signal: AbortSignal;
}

const HOST = '127.0.0.1';
const STEP_MS = 5000;
/** A running input that has been silent for this long is gone, in ms. */
const SILENCE_MS = 20_000;
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const BUFFER_LENGTH_MS = 3000;

/**
 * Plays a stream from the ingest on this machine into the feed, until it ends. The input begins with its first message.
 * Never rejects.
 */
export async function readRtmp(options: RtmpInputOptions): Promise<InputEnd> {
  const { port, feed, pacing, signal } = options;
  const { promise: over, resolve: end } = Promise.withResolvers<InputEnd>();
  const intake = new MediaIntake();
  let began = false;
  const headers = new VideoHeaders({
    trusted: false,
    push: (message) => {
      if (!began) {
        feed.beginInput();
        reader.pace();
      }
      began = true;
      feed.push(message);
    },
  });
  const reader = new BatchedReader({
    pacing,
    onBytes: (bytes) => {
      try {
        client.receive(bytes);
      } catch {
        end('broken');
      }
    },
    onBatchEnd: () => feed.flush(),
  });
  const socket = connect({ host: HOST, port, noDelay: true, onread: reader.onread });
  reader.attach(socket);
  const gone = () => end(began ? 'ended' : 'absent');
  const client = new RtmpClient({
    socket,
    onMedia: (raw) => {
      const message = intake.read(raw);
      if (!message) return;
      if (message.kind === 'video') markFrameType(message.payload);
      headers.take(message);
    },
    onStatus: (status) => isOver(status) && gone(),
    onStreamEof: gone,
    maxMessageBytes: MAX_MESSAGE_BYTES,
  });
  socket.setTimeout(SILENCE_MS, gone);
  socket.on('error', gone).once('end', gone).once('close', gone);
  const onStop = () => end('stopped');
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  play(client, socket, options).catch(gone);
  const reason = await over;
  signal.removeEventListener('abort', onStop);
  socket.destroy();
  if (began) feed.endInput();
  return reason;
}

async function play(client: RtmpClient, socket: Socket, options: RtmpInputOptions): Promise<void> {
  const { port, app, streamName, query, signal } = options;
  const step = <T>(work: Promise<T>) =>
    withDeadline(work, {
      ms: STEP_MS,
      signal,
      onTimeout: () => new Error('the ingest did not answer in time'),
    });
  const connected = Promise.withResolvers<void>();
  socket.once('connect', () => connected.resolve());
  await step(connected.promise);
  await step(client.handshake());
  const address = { secure: false, host: HOST, port, app, tcUrl: `rtmp://${HOST}:${port}/${app}` };
  const answer = readStatus(await step(client.connect(address, { publish: false })));
  if (answer.error) throw new Error(`the ingest refused the connection: ${answer.code}`);
  const created = await step(client.call('createStream', [null]));
  const streamId = created.args.find((value) => typeof value === 'number') ?? 1;
  client.queue(client.link.bufferLength(streamId, BUFFER_LENGTH_MS));
  const name = query === '' ? streamName : `${streamName}?${query}`;
  const status = await step(client.callStream('play', [name, -2000], streamId));
  if (status.error) throw new Error(`the ingest refused to play: ${status.code}`);
}

function isOver({ error, code }: Status): boolean {
  return error || /UnpublishNotify|Play\.(Stop|Complete)/.test(code);
}
