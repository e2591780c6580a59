import type { FromWorker, ToWorker } from './protocol.ts';

/** The media worker, as the page sees it. */
export interface Engine {
  /** @param transfer what the message hands over: streams, canvases, bitmaps */
  send(message: ToWorker, transfer?: Transferable[]): void;
  /** Calls back with what the worker says; returns what stops that. */
  on(listener: (message: FromWorker) => void): () => void;
  close(): void;
}

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
    close: () => worker.terminate(),
  };
}
