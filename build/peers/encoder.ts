import { join } from 'node:path';
import type { Child } from '@neustream/shared/node/child.ts';
import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';

/** Where an encoder publishes: its two fields of the same names. */
export interface Service {
  server: string;
  key: string;
}

/** What most encoders are given: server, and stream key. */
export function serverAndKey({ rtmp }: IngestAddresses): Service {
  if (rtmp === null) throw new Error('The ingest takes no RTMP.');
  return { server: rtmp.server, key: rtmp.stream_key };
}

/** An encoder that somebody uses, and what it sends. */
export interface PeerEncoder {
  name: string;
  /** Why it does not run on this machine. */
  missing: string | undefined;
  /** FourCC of its video and its audio codec, as enhanced RTMP names them. */
  codecs: readonly [video: string, audio: string];
  width: number;
  height: number;
  /** Lines of its log that should not be there. */
  complaint?: RegExp;
  /** The FFmpeg that understands what it sends, where the usual one is too old for that. */
  readBy?: string | undefined;
  /** What it is given of a source's addresses; server and stream key unless it says otherwise. */
  service?: (ingest: IngestAddresses) => Service;
  /** How many pictures its first publish has to last to be compared with what it sent. */
  firstPictures: number;
  /** @param folder own folder for its files */
  open(folder: string): Promise<OpenEncoder>;
}

/** An encoder at somebody's desk: it publishes when told. */
export interface OpenEncoder extends AsyncDisposable {
  start(service: Service): Promise<void>;
  /** Ends the publish as its user would. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Packets that it sent in its first publish, as a file that FFmpeg can read; asked for before that has ended. */
  sent(): Promise<string>;
  /** What it has to say about the publishes. */
  log(): string;
}

/** How a program that publishes from its start to its end is started and ended. */
export interface PublishingProgram {
  /** Starts it, with the file that receives exactly the bytes that are sent. */
  run: (url: string, copyTo: string) => Child;
  /** What makes it unpublish properly. */
  stopBy?: NodeJS.Signals;
}

/** An encoder that is a program of its own for each publish, as FFmpeg is. */
export function openProgram({ run, stopBy = 'SIGTERM' }: PublishingProgram, folder: string): OpenEncoder {
  let child: Child | undefined;
  let runs = 0;
  const copy = (run: number) => join(folder, `sent-${run}.flv`);
  return {
    async start({ server, key }) {
      runs += 1;
      child = run(`${server}/${key}`, copy(runs));
    },
    stop: async () => void (await child?.stop(stopBy)),
    kill: async () => void (await child?.stop('SIGKILL')),
    sent: async () => copy(1),
    log: () => child?.lastOutput ?? '',
    [Symbol.asyncDispose]: async () => void (await child?.stop('SIGKILL')),
  };
}
