import { CANVAS_NAMES, type CanvasName } from '@neustream/shared/studio/scenes.ts';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useBroadcast } from '../../broadcast/public.ts';
import { readStored, writeStored } from '../../ui/stored.ts';

export interface Stream {
  id: string;
  name: string;
}

/** Which stream each canvas is sent to; null: it is not sent. */
export type Streams = Readonly<Record<CanvasName, Stream | null>>;

const STORED = 'neustream.studio.stream.';
/** What is stored for a canvas that is not sent; nothing is stored before the first choice. */
const NONE = 'none';

/**
 * Which stream each canvas is sent to, as this browser remembers it. A stream has one picture: chosen for one canvas, it
 * leaves the other.
 */
export function useStreams(streams: readonly Stream[] | undefined) {
  const [chosen, setChosen] = useState<Record<CanvasName, string | null>>(() => ({
    landscape: readStored(`${STORED}landscape`),
    portrait: readStored(`${STORED}portrait`),
  }));
  const onAir = useBroadcast(
    useShallow(({ shows: { landscape, portrait } }) => ({
      landscape: landscape?.onAir.sourceId ?? null,
      portrait: portrait?.onAir.sourceId ?? null,
    })),
  );
  const of = resolveStreams({ streams: streams ?? [], chosen, onAir });
  const choose = (canvas: CanvasName, id: string | null) => {
    // What is shown now stays as it is, also where it was never chosen.
    const next = { landscape: of.landscape?.id ?? NONE, portrait: of.portrait?.id ?? NONE };
    for (const name of CANVAS_NAMES) if (next[name] === id) next[name] = NONE;
    next[canvas] = id ?? NONE;
    for (const name of CANVAS_NAMES) writeStored(STORED + name, next[name]);
    setChosen(next);
  };
  return { of, choose };
}

export interface StreamChoice {
  streams: readonly Stream[];
  /** What was stored: a stream's id, `NONE`, or null before the first choice. */
  chosen: Readonly<Record<CanvasName, string | null>>;
  /** What is on air stays where it is: another stream's session would look as if this one had ended. */
  onAir: Readonly<Record<CanvasName, string | null>>;
}

/** Where each canvas goes. Before anything was chosen, the wide one goes to the first stream. */
export function resolveStreams({ streams, chosen, onAir }: StreamChoice): Streams {
  const find = (id: string | null) => streams.find((one) => one.id === id) ?? null;
  const unless = (stream: Stream | null, other: string | null | undefined) =>
    stream?.id === other ? null : stream;
  // A stream that was deleted counts as one that was never chosen.
  const first = chosen.landscape === NONE ? null : streams.find(({ id }) => id !== chosen.portrait);
  const wide = unless(find(chosen.landscape) ?? first ?? null, onAir.portrait);
  const landscape = find(onAir.landscape) ?? wide;
  return { landscape, portrait: find(onAir.portrait) ?? unless(find(chosen.portrait), landscape?.id) };
}
