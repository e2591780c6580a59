import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useApi } from '../api/context.tsx';
import { billingQueries } from '../billing/public.ts';
import {
  GoLiveSheet,
  type GoLiveWish,
  QUALITY_PRESETS,
  SMALLEST_QUALITY,
  useBroadcast,
} from '../broadcast/public.ts';
import { AddDestinationDialog, destinationQueries } from '../destinations/public.ts';
import { useText } from '../i18n/text.ts';
import { EndDialog, useSessionActions, useSourceSession } from '../live/public.ts';
import { refresh } from '../page/refresh.ts';
import { useReport } from '../page/use-report.ts';
import { useCollection } from '../scenes/public.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { readStored, writeStored } from '../ui/stored.ts';
import { useNotify } from '../ui/toast.tsx';
import type { StudioParts } from './parts.ts';

interface Source {
  id: string;
  name: string;
}

const SOURCE = 'neustream.studio.source';
/** In which quality this browser went live last. */
const QUALITY = 'neustream.studio.quality';

/** Going live from the studio, and coming back: what is asked, and what happens then. */
export function useGoingLive({ broadcast, engine }: StudioParts, sources: readonly Source[] | undefined) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const report = useReport();
  const [chosen, setChosen] = useState(() => readStored(SOURCE));
  const [shown, show] = useState<'sheet' | 'destination' | 'end' | null>(null);
  const [taking, setTaking] = useState(false);
  const [left, setLeft] = useState<string | null>(null);
  const onAir = useBroadcast((state) => state.onAir);
  const publish = useBroadcast((state) => state.publish);
  // What is on air stays where it is: another source's session would look as if this one had ended.
  const wished = onAir?.sourceId ?? chosen;
  const source = sources?.find(({ id }) => id === wished) ?? sources?.[0] ?? null;
  const sourceId = source?.id ?? '';
  const destinations =
    useQuery({ ...destinationQueries.of(api, sourceId), enabled: source !== null }).data ?? [];
  const planQuality = usePlanQuality();
  const { session } = useSourceSession(sourceId);
  const { goLive, end } = useSessionActions(sourceId);

  const ask = async () => {
    try {
      if (source === null) {
        await api.call('createSource', { body: { name: t('studio.title') } });
        await refresh(queryClient, 'sources');
        show('destination');
        return;
      }
      const there = await queryClient.ensureQueryData(destinationQueries.of(api, source.id));
      // What was in the way the last time may not be any more.
      goLive.reset();
      show(there.length === 0 ? 'destination' : 'sheet');
    } catch (error) {
      report(error);
    }
  };
  const tellNoDoor = () =>
    notify(t('studio.no_door'), { description: t('studio.no_door_text'), error: true });
  const start = ({ title, destinationIds, preset }: GoLiveWish) => {
    const wish = { ...(title === '' ? {} : { title }), destination_ids: destinationIds };
    goLive.mutate(wish, {
      onSuccess: ({ session: opened, ingest }) => {
        const target = ingest.direct;
        if (target === null) {
          end.mutate();
          tellNoDoor();
          return;
        }
        const { canvas } = useCollection.getState();
        writeStored(QUALITY, preset.name);
        broadcast.start({ sourceId, sessionId: opened.id, target, canvas, preset });
        show(null);
      },
    });
  };
  const stop = () => {
    show(null);
    broadcast.stop();
    end.mutate();
  };

  // The session ended elsewhere: by its time limit, in another window, or by an operator.
  const was = useRef<string | null>(null);
  useEffect(() => {
    const id = session?.id ?? null;
    if (onAir !== null && was.current === onAir.sessionId && id !== onAir.sessionId) broadcast.stop();
    was.current = id;
  }, [session?.id, onAir, broadcast]);

  useEffect(() => {
    if (publish?.state !== 'ended' || onAir === null) return;
    notify(t('studio.publish_ended'), { description: t(endText(publish.code)), error: true });
    broadcast.stop();
  }, [publish, onAir, broadcast, notify, t]);

  const takeUp = async (sessionId: string) => {
    // Each time makes another key, and the one before ends.
    setTaking(true);
    try {
      const { ingest } = await api.call('takeUpSession', { params: { id: sessionId } });
      const target = ingest.direct;
      if (target === null) {
        tellNoDoor();
        return;
      }
      const name = readStored(QUALITY);
      const preset = QUALITY_PRESETS.find((one) => one.name === name) ?? SMALLEST_QUALITY;
      const { width, height } = session?.ingest ?? {};
      const canvas = (width ?? 1) < (height ?? 0) ? 'portrait' : 'landscape';
      broadcast.start({ sourceId, sessionId, target, canvas, preset });
    } catch (error) {
      report(error);
    } finally {
      setTaking(false);
    }
  };
  // A page published it, and is gone: this one before it was loaded anew, another window, or another device.
  const isLeft =
    onAir === null &&
    session !== null &&
    session.id !== left &&
    session.ordered === 'live' &&
    session.ingest.protocol === 'direct' &&
    session.ingest.status === 'gone';

  const dialogs: ReactNode = (
    <>
      <GoLiveSheet
        engine={engine}
        open={shown === 'sheet'}
        onClose={() => show(null)}
        destinations={destinations}
        planQuality={planQuality}
        busy={goLive.isPending}
        error={goLive.error}
        onGoLive={start}
      />
      {source !== null && (
        <AddDestinationDialog
          open={shown === 'destination'}
          onClose={() => show(null)}
          sourceId={sourceId}
          isLive={session !== null}
        />
      )}
      <EndDialog open={shown === 'end'} onClose={() => show(null)} onConfirm={stop} />
    </>
  );
  return {
    source,
    choose: (id: string) => {
      writeStored(SOURCE, id);
      setChosen(id);
    },
    ask: () => void ask(),
    /** Asks only while somebody may be watching. */
    askEnd: () => (session?.relays.some(({ status }) => status === 'LIVE') ? show('end') : stop()),
    addDestination: () => show('destination'),
    starting: goLive.isPending || publish?.state === 'connecting',
    ending: end.isPending,
    resume: isLeft && (
      <Resume busy={taking} onTake={() => void takeUp(session.id)} onLeave={() => setLeft(session.id)} />
    ),
    dialogs,
  };
}

/** Offers to take up a show whose page is gone, as long as its viewers are kept waiting. */
function Resume({ busy, onTake, onLeave }: { busy: boolean; onTake: () => void; onLeave: () => void }) {
  const { t } = useText();
  return (
    <div className="border-b border-line bg-bg p-2">
      <Notice
        tone="wait"
        role="alert"
        title={t('studio.resume_title')}
        action={
          <div className="flex gap-2">
            <Button size="sm" variant="primary" busy={busy} onClick={onTake}>
              {t('studio.resume')}
            </Button>
            <Button size="sm" onClick={onLeave}>
              {t('studio.resume_not')}
            </Button>
          </div>
        }
      >
        {t('studio.resume_text')}
      </Notice>
    </div>
  );
}

function usePlanQuality(): string | null {
  const api = useApi();
  const plan = useQuery(billingQueries.subscription(api)).data?.plan.code;
  const plans = useQuery(billingQueries.plans(api)).data;
  const quality = plans?.find(({ code }) => code === plan)?.features.best_quality;
  return typeof quality === 'string' ? quality : null;
}

function endText(code: string) {
  switch (code) {
    case 'REPLACED':
      return 'studio.ended.replaced';
    case 'SESSION_OVER':
    case 'REFUSED':
      return 'studio.ended.over';
    case 'ENCODER_FAILED':
    case 'NO_PICTURE':
      return 'studio.ended.encoder';
    default:
      return 'studio.ended.other';
  }
}
