import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import { useQuery } from '@tanstack/react-query';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import Disc from 'lucide-react/icons/disc';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useApi } from '../api/context.tsx';
import { type HeardInput, MixerPanel } from '../audio/public.ts';
import { useText } from '../i18n/text.ts';
import { ActionButton, ActionIcon } from '../page/actions/action-button.tsx';
import { useOffers } from '../page/actions/offers.ts';
import { RecordingsDialog } from '../recording/public.ts';
import {
  change,
  changeInput,
  drawnLayers,
  InputDialog,
  LayerList,
  SceneList,
  Stage,
  useCollection,
} from '../scenes/public.ts';
import { sourceQueries } from '../sources/public.ts';
import { BrandMark } from '../ui/brand.tsx';
import { cx } from '../ui/cx.ts';
import { sceneOffers, studioOffers } from './actions.ts';
import { Columns } from './columns.tsx';
import { LiveColumn } from './going-live/live-column.tsx';
import { useGoingLive } from './going-live/use-going-live.tsx';
import { useInputStates } from './inputs-state.ts';
import { LeaveGuard } from './leave-guard.tsx';
import type { StudioParts } from './parts.ts';
import type { Saving, SavingState } from './saving.ts';
import { SavingNotice } from './saving-notice.tsx';
import { StatusBar } from './status-bar.tsx';
import { useProblems } from './use-problems.ts';
import { useRecordingButton } from './use-recording-button.ts';
import { useTellFailures } from './use-tell-failures.ts';

export interface StudioRoomProps {
  parts: StudioParts;
  saving: Saving;
  savingState: SavingState;
}

const WIDE = '(min-width: 64rem)';

/** The open studio. */
export function StudioRoom({ parts, saving, savingState }: StudioRoomProps) {
  const { t } = useText();
  const wide = useWide();
  const { collection, past, future, studioMode, canvas } = useCollection();
  const states = useInputStates();
  const [dialog, setDialog] = useState<'add' | StudioInput | null>(null);
  const sources = useQuery(sourceQueries.list(useApi())).data?.sources;
  const problemOf = useProblems(parts.mixer);
  const going = useGoingLive(parts, sources, () => shownProblems(problemOf));
  const [recordings, setRecordings] = useState(false);
  const onAir = going.onAir.length > 0;
  // A screen is heard once it is shared.
  const heard = (collection?.inputs ?? []).filter(
    (input): input is HeardInput =>
      'sound' in input && (input.kind === 'microphone' || states[input.id]?.state === 'open'),
  );
  const { isRecording, toggle } = useRecordingButton(parts, heard);
  const offers = studioOffers({
    scenes: collection?.scenes ?? [],
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    studioMode,
    portrait: canvas === 'portrait',
    onAir,
    canGoLive: going.canGoLive,
    recording: isRecording,
    record: toggle,
    showRecordings: () => setRecordings(true),
    addInput: () => setDialog('add'),
    goLive: going.ask,
    end: () => going.askEnd(going.onAir),
    muteAll: () => {
      const muted = heard.some(({ sound }) => !sound.muted);
      for (const { id } of heard) changeSound(id, (sound) => ({ ...sound, muted }));
    },
  });
  useTellFailures(parts);
  useOffers([...Object.values(offers), ...sceneOffers(collection?.scenes ?? [])]);

  const stage = (
    <Stage
      engine={parts.engine}
      live={going.onAir}
      both={wide && going.streams.landscape !== null && going.streams.portrait !== null}
    />
  );
  const scenes = <SceneList />;
  const layers = (
    <LayerList
      problemOf={problemOf}
      onAdd={() => setDialog('add')}
      onEdit={setDialog}
      onOpen={(id) => parts.connector.open(id)}
    />
  );
  const mixer = (
    <MixerPanel
      mixer={parts.mixer}
      inputs={heard}
      inForce={(id) => states[id]?.settings ?? {}}
      problemOf={problemOf}
      onOpen={(id) => parts.connector.open(id)}
      onChange={changeSound}
    />
  );
  const live = (
    <LiveColumn
      streams={going.streams}
      all={sources ?? []}
      onAir={going.onAir}
      goLive={offers.goLive}
      onChoose={going.choose}
      onNewStream={going.addStream}
      onAdd={going.addDestination}
      onEnd={(canvas) => going.askEnd([canvas])}
    />
  );
  return (
    <div className="flex h-dvh flex-col bg-sunken">
      <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line bg-bg px-3">
        <Link
          to="/sources"
          aria-label={t('studio.back')}
          className="flex items-center gap-1 rounded-md py-1 pr-2 text-muted hover:text-text"
        >
          <ChevronLeft aria-hidden className="size-4" />
          <BrandMark className="size-6" />
        </Link>
        <h1 className="text-base font-semibold max-sm:sr-only">{t('studio.title')}</h1>
        <div className="ml-2 flex items-center max-sm:hidden">
          {([offers.undo, offers.redo, offers.shape, offers.mode] as const).map((one) => (
            <ActionIcon key={one.id} offer={one} />
          ))}
          {studioMode && <ActionButton offer={offers.take} size="sm" variant="primary" className="ml-2" />}
        </div>
        <div className="ml-auto flex items-center gap-3">
          <div className="max-sm:hidden">
            <ActionIcon offer={offers.recordings} />
          </div>
          <ActionButton
            offer={offers.record}
            wordsClass="max-sm:sr-only"
            icon={
              <Disc aria-hidden className={cx('size-4', isRecording && 'animate-breathe text-live-text')} />
            }
          />
          <SavingNotice saving={saving} state={savingState} />
          {onAir ? (
            <ActionButton offer={offers.end} busy={going.ending} />
          ) : (
            <ActionButton offer={offers.goLive} variant="primary" busy={going.starting} />
          )}
        </div>
      </header>
      {going.resume}
      {wide ? (
        <Columns
          left={
            <>
              <div className="min-h-0 flex-1 border-b border-line">{scenes}</div>
              <div className="min-h-0 flex-[1.4]">{layers}</div>
            </>
          }
          middle={
            <>
              <main className="min-h-0 flex-[2.4] overflow-clip p-3">{stage}</main>
              <div className="max-h-72 min-h-36 flex-1 border-t border-line bg-surface">{mixer}</div>
            </>
          }
          right={live}
        />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <main className="aspect-video max-h-[48dvh] w-full bg-black">{stage}</main>
          <div className="flex flex-col gap-2 bg-surface">
            {scenes}
            {mixer}
            {live}
            {layers}
          </div>
        </div>
      )}
      <StatusBar mixer={parts.mixer} />
      <InputDialog of={dialog} onClose={() => setDialog(null)} />
      <RecordingsDialog owner={parts.owner} open={recordings} onClose={() => setRecordings(false)} />
      <LeaveGuard at={onAir ? 'live' : isRecording ? 'recording' : null} />
      {going.dialogs}
    </div>
  );
}

/** What is wrong with what viewers would see and hear now. */
function shownProblems(problemOf: (input: StudioInput) => string | null): string[] {
  const { collection, programmeId, canvas } = useCollection.getState();
  if (collection === null) return [];
  const shown = new Set(drawnLayers(collection, programmeId, canvas).map(({ inputId }) => inputId));
  return collection.inputs.flatMap((input) => {
    const isUsed = input.kind === 'microphone' ? !input.sound.muted : shown.has(input.id);
    const problem = isUsed ? problemOf(input) : null;
    return problem === null ? [] : [`${input.name}: ${problem}`];
  });
}

function changeSound(id: string, how: (sound: HeardInput['sound']) => HeardInput['sound']): void {
  change((all) =>
    changeInput(all, id, (input) => ('sound' in input ? { ...input, sound: how(input.sound) } : input)),
  );
}

function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const follow = () => setWide(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return wide;
}
