import type { FromWorker, ToWorker } from './protocol.ts';

/** The media worker, as the page sees it. */
export interface Engine {
  /** @param transfer what the message hands over: streams, canvases, bitmaps */
  send(message: ToWorker, transfer?: Transferable[]): void;
  /** Calls back with what the worker says; returns what stops that. */
  on(listener: (message: FromWorker) => void): () => void;
  /** Ends it, after its outputs: a recording is complete. */
  close(): void;
}

/** A worker that does not end by then hangs, in ms. */
const CLOSE_WITHIN_MS = 5000;

/** Starts a media worker. */
export function createEngine(): Engine {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  const listeners = new Set<(message: FromWorker) => void>();
  const tell = (message: FromWorker) => {
    for (const listener of listeners) listener(message);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => tell(data));
  worker.addEventListener('error', ({ message }) => tell({ type: 'broken', where: 'worker', message }));
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      worker.postMessage({ type: 'close' } satisfies ToWorker);
      setTimeout(() => worker.terminate(), CLOSE_WITHIN_MS);
    },
  };
}
