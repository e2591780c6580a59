import { DirectConnection } from './connection.ts';
import { Transit } from './transit.ts';

/** Sent at a time, in bytes. */
const PIECE_BYTES = 16 * 1024;
const SEND_EVERY_MS = 20;
/** The line has to be warm before it counts, in ms: TCP begins slowly. */
const WARM_UP_MS = 1500;

export interface MeasureOptions {
  url: string;
  permit: string;
  durationMs: number;
  /** No more than this is needed, in bits per second: the line is not filled beyond it. */
  mostBitrate: number;
}

/**
 * Measures the uplink to the ingest by sending what a stream would send, for some seconds.
 * @returns bits per second that arrived, at most what was needed
 * @throws an error whose message is the code that the ingest answered, or `UNREACHABLE`
 */
export function measureUplink(options: MeasureOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const transit = new Transit();
  // Random, so that nothing on the way can make it smaller.
  const piece = crypto.getRandomValues(new Uint8Array(PIECE_BYTES));
  let warm: { bytes: number; at: number } | null = null;
  let last = { bytes: 0, at: 0 };
  let began = 0;
  let sending: ReturnType<typeof setInterval> | undefined;
  const finish = () => {
    clearInterval(sending);
    if (warm === null || last.at <= warm.at) reject(new Error('UNREACHABLE'));
    else resolve(((last.bytes - warm.bytes) * 8000) / (last.at - warm.at));
    connection.close();
  };
  const send = () => {
    const now = performance.now();
    if (now - began >= options.durationMs) return finish();
    const wanted = ((now - began) / 1000) * (options.mostBitrate / 8);
    const most = (options.mostBitrate / 8) * 0.5;
    while (transit.bytes < wanted && connection.waiting < most) {
      connection.send(piece);
      transit.send(piece.length, now);
    }
  };
  const connection = new DirectConnection({
    url: options.url,
    hello: { type: 'measure', permit: options.permit },
    onAnswer: (answer) => {
      const now = performance.now();
      if (answer.type === 'admitted') {
        began = now;
        sending = setInterval(send, SEND_EVERY_MS);
      } else if (answer.type === 'received') {
        last = { bytes: answer.bytes, at: now };
        if (warm === null && now - began >= WARM_UP_MS) warm = last;
      } else if (answer.code === 'MEASURED') {
        finish();
      } else {
        reject(new Error(answer.code));
      }
    },
    onClose: () => {
      clearInterval(sending);
      reject(new Error('UNREACHABLE'));
    },
  });
  return promise;
}
