import { CANVAS_NAMES, type CanvasName } from '@neustream/shared/studio/scenes.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useApi } from '../../api/context.tsx';
import { billingQueries } from '../../billing/public.ts';
import { canvasesOnAir, GoLiveSheet, type GoLiveWish, useBroadcast } from '../../broadcast/public.ts';
import { AddDestinationDialog, destinationQueries } from '../../destinations/public.ts';
import { useText } from '../../i18n/text.ts';
import { EndDialog } from '../../live/public.ts';
import { refresh } from '../../page/refresh.ts';
import { useReport } from '../../page/use-report.ts';
import { useNotify } from '../../ui/toast.tsx';
import type { StudioParts } from '../parts.ts';
import { Resume } from './resume.tsx';
import { NoDoor, useShow } from './use-show.ts';
import { type Stream, useStreams } from './use-streams.ts';

/** What is asked on top of the studio. */
type Question =
  | { kind: 'sheet' }
  | { kind: 'destination'; canvas: CanvasName }
  | { kind: 'end'; canvases: readonly CanvasName[] };

/** Going live from the studio with one canvas or both, and coming back: what is asked, and what happens then. */
export function useGoingLive(
  { broadcast, engine }: StudioParts,
  sources: readonly Stream[] | undefined,
  /** What is wrong with what viewers would see and hear. */
  problems: () => readonly string[],
) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const report = useReport();
  const [question, setQuestion] = useState<Question | null>(null);
  const [leave, setLeave] = useState<readonly string[]>([]);
  const streams = useStreams(sources);
  const shows = {
    landscape: useShow(broadcast, 'landscape', streams.of.landscape?.id ?? ''),
    portrait: useShow(broadcast, 'portrait', streams.of.portrait?.id ?? ''),
  };
  const both = CANVAS_NAMES.map((canvas) => shows[canvas]);
  /** What could go on air. */
  const idle = both.filter(({ sourceId, onAir: sent }) => sourceId !== '' && sent === null);
  const destinations = {
    landscape: useDestinations(shows.landscape.sourceId),
    portrait: useDestinations(shows.portrait.sourceId),
  };
  const planQuality = usePlanQuality();
  // Only these, or the whole studio would be rendered with every figure.
  const onAir = useBroadcast(useShallow(canvasesOnAir));
  const isConnecting = useBroadcast((state) =>
    CANVAS_NAMES.some((canvas) => state.shows[canvas]?.publish.state === 'connecting'),
  );
  const close = () => setQuestion(null);
  const tell = (error: unknown) => {
    if (error instanceof NoDoor)
      notify(t('studio.no_door'), { description: t('studio.no_door_text'), error: true });
    else report(error);
  };

  /** A new stream, which the canvas is sent to. */
  const addStream = async (canvas: CanvasName) => {
    const name = t(canvas === 'landscape' ? 'studio.title' : 'studio.upright_stream');
    const { source } = await api.call('createSource', { body: { name } });
    await refresh(queryClient, 'sources');
    streams.choose(canvas, source.id);
    setQuestion({ kind: 'destination', canvas });
  };
  const ask = useMutation({
    mutationFn: async () => {
      const [first] = idle;
      if (first === undefined) return addStream('landscape');
      const there = await Promise.all(
        idle.map(({ sourceId }) => queryClient.ensureQueryData(destinationQueries.of(api, sourceId))),
      );
      // What was in the way the last time may not be any more.
      start.reset();
      const none = there.every((of) => of.length === 0);
      setQuestion(none ? { kind: 'destination', canvas: first.canvas } : { kind: 'sheet' });
    },
    onError: tell,
  });
  const start = useMutation({
    mutationFn: async ({ title, destinationIds, preset }: GoLiveWish) => {
      const failures: unknown[] = [];
      let started = 0;
      // One after the other: what is said of limits then holds for what is on air already.
      for (const { canvas, start: begin } of both) {
        const ids = destinationIds[canvas] ?? [];
        if (ids.length === 0) continue;
        await begin({ title, destinationIds: ids, preset }).then(
          () => (started += 1),
          (error: unknown) => failures.push(error),
        );
      }
      const [failure] = failures;
      if (failure === undefined) return close();
      // With nothing on air the sheet stays, and says why.
      if (started === 0 && !(failure instanceof NoDoor)) throw failure;
      close();
      tell(failure);
    },
  });
  const takeUp = useMutation({
    mutationFn: async () => {
      for (const { left, takeUp: take } of both) if (left !== null) await take(left.id);
    },
    onError: tell,
  });
  const stop = (canvases: readonly CanvasName[]) => {
    close();
    for (const canvas of canvases) shows[canvas].stop();
  };
  const left = both.flatMap(({ left: session }) =>
    session !== null && !leave.includes(session.id) ? [session.id] : [],
  );

  const dialogs: ReactNode = (
    <>
      <GoLiveSheet
        engine={engine}
        open={question?.kind === 'sheet'}
        onClose={close}
        canvases={CANVAS_NAMES.filter(
          (canvas) => shows[canvas].onAir === null && destinations[canvas].length > 0,
        ).map((canvas) => ({ canvas, destinations: destinations[canvas] }))}
        inUse={both.reduce((sum, { onAir: sent }) => sum + (sent?.preset.minBandwidth ?? 0), 0)}
        problems={question?.kind === 'sheet' ? problems() : []}
        planQuality={planQuality}
        busy={start.isPending}
        error={start.error}
        onGoLive={(wish) => start.mutate(wish)}
      />
      {CANVAS_NAMES.map(
        (canvas) =>
          shows[canvas].sourceId !== '' && (
            <AddDestinationDialog
              key={canvas}
              open={question?.kind === 'destination' && question.canvas === canvas}
              onClose={close}
              sourceId={shows[canvas].sourceId}
              isLive={shows[canvas].session !== null}
            />
          ),
      )}
      <EndDialog
        open={question?.kind === 'end'}
        onClose={close}
        onConfirm={() => question?.kind === 'end' && stop(question.canvases)}
      />
    </>
  );
  return {
    streams: streams.of,
    choose: streams.choose,
    addStream: (canvas: CanvasName) => void addStream(canvas).catch(tell),
    onAir,
    /** Whether a canvas that is not on air could be. */
    canGoLive: onAir.length === 0 || idle.length > 0,
    ask: () => ask.mutate(),
    /** Ends these canvases; asks only while somebody may be watching. */
    askEnd: (canvases: readonly CanvasName[]) => {
      const watched = canvases.some((canvas) =>
        shows[canvas].session?.relays.some(({ status }) => status === 'LIVE'),
      );
      if (watched) setQuestion({ kind: 'end', canvases });
      else stop(canvases);
    },
    addDestination: (canvas: CanvasName) => setQuestion({ kind: 'destination', canvas }),
    starting: ask.isPending || start.isPending || isConnecting,
    ending: both.some(({ ending }) => ending),
    resume: left.length > 0 && (
      <Resume
        busy={takeUp.isPending}
        onTake={() => takeUp.mutate()}
        onLeave={() => setLeave([...leave, ...left])}
      />
    ),
    dialogs,
  };
}

function useDestinations(sourceId: string) {
  return useQuery({ ...destinationQueries.of(useApi(), sourceId), enabled: sourceId !== '' }).data ?? [];
}

function usePlanQuality(): string | null {
  const api = useApi();
  const plan = useQuery(billingQueries.subscription(api)).data?.plan.code;
  const plans = useQuery(billingQueries.plans(api)).data;
  const quality = plans?.find(({ code }) => code === plan)?.features.best_quality;
  return typeof quality === 'string' ? quality : null;
}
