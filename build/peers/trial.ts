import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from '../kit/product.ts';
import { lookAt } from './compare.ts';
import { type PeerEncoder, serverAndKey } from './encoder.ts';
import type { PeerServer, RunningServer } from './servers.ts';
import { PeerSession } from './session.ts';

/** How one encoder fared at one server. Times are in ms, counted from when the ingest had the encoder. */
export interface Outcome {
  encoder: string;
  server: string;
  /** Until the server's recording had a picture. */
  firstPictureMs: number;
  /** Until the relay was shown LIVE. */
  liveMs: number;
  /** Until the recording went on, after the encoder had been killed and was there again. */
  backMs: number;
  /** What is wrong, in words. */
  faults: string[];
}

interface TrialOptions {
  product: Product;
  encoder: PeerEncoder;
  servers: readonly RunningServer[];
}

/** Pictures that each server has to receive after the encoder came back. */
const MORE_PICTURES = 45;

/**
 * One session of one encoder to all these servers, as far as they take its codecs: the encoder begins, is stopped and
 * started again, is killed and comes back, and ends. Then looks at what each server recorded.
 */
export async function tryEncoder({ product, encoder, servers }: TrialOptions): Promise<Outcome[]> {
  const folder = join(product.dataDir, 'peers', encoder.name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder, { recursive: true });
  const takers = servers.filter(({ server }) => takes(server, encoder));
  await using open = await encoder.open(folder);
  await using session = await PeerSession.begin(product, takers);
  const service = (encoder.service ?? serverAndKey)(session.ingest);
  await open.start(service);
  const first = await session.each((reception) => reception.untilPictures(1));
  await session.allLive();
  await session.each((reception) => reception.untilPictures(encoder.firstPictures));
  const sentFile = await open.sent();
  await open.stop();
  await session.untilGone();
  await open.start(service);
  await session.each((reception) => reception.untilMorePictures(MORE_PICTURES));
  await open.kill();
  await session.untilGone();
  const [back] = await Promise.all([session.each((reception) => reception.untilMore()), open.start(service)]);
  await session.each((reception) => reception.untilMorePictures(MORE_PICTURES));
  await open.stop();
  const { connectedAt, returnedAt, liveAt } = await session.end();
  const sent = await lookAt(sentFile, encoder);
  const complaints = complaintsIn(open.log(), encoder);
  return session.each(async (reception, index) => ({
    encoder: encoder.name,
    server: reception.name,
    firstPictureMs: (first[index] ?? 0) - connectedAt,
    liveMs: (liveAt[index] ?? 0) - connectedAt,
    backMs: (back[index] ?? 0) - returnedAt,
    faults: [...complaints, ...(await reception.faults(encoder, sent))],
  }));
}

function takes(server: PeerServer, { codecs }: PeerEncoder): boolean {
  return codecs.every((codec) => codec === 'avc1' || codec === 'mp4a' || server.takes.includes(codec));
}

function complaintsIn(log: string, { name, complaint }: PeerEncoder): string[] {
  if (complaint === undefined) return [];
  const lines = log.split('\n').filter((line) => complaint.test(line));
  return lines.map((line) => `${name} says: ${line.trim()}`);
}
