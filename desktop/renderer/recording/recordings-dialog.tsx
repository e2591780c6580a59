import { useQuery, useQueryClient } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import Film from 'lucide-react/icons/film';
import Play from 'lucide-react/icons/play';
import Trash2 from 'lucide-react/icons/trash-2';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Switch } from '../ui/switch.tsx';
import { useNotify } from '../ui/toast.tsx';
import {
  deleteRecording,
  listRecordings,
  recordingFile,
  setRecordingOptions,
  spaceLeft,
  useRecordingOptions,
} from './recordings.ts';

const LIST = ['studio', 'recordings'];

export interface RecordingsDialogProps {
  owner: string;
  open: boolean;
  onClose: () => void;
}

/** A person's recordings in this browser: play, take out, delete. */
export function RecordingsDialog({ owner, open, onClose }: RecordingsDialogProps) {
  const { t } = useText();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('studio.recordings')}
      text={t('studio.recordings_text')}
      wide
    >
      <div className="flex flex-col gap-5">
        <Options />
        <List owner={owner} />
      </div>
    </Dialog>
  );
}

function Options() {
  const { t } = useText();
  const { withoutMusic, separate } = useRecordingOptions();
  return (
    <fieldset aria-label={t('studio.recording_options')} className="flex flex-col gap-3">
      <Switch
        label={t('studio.record_separate')}
        hint={t('studio.record_separate_text')}
        checked={separate}
        onChange={(on) => setRecordingOptions({ separate: on })}
      />
      <Switch
        label={t('studio.record_without_music')}
        hint={t('studio.record_without_music_text')}
        checked={withoutMusic}
        onChange={(on) => setRecordingOptions({ withoutMusic: on })}
      />
    </fieldset>
  );
}

function List({ owner }: { owner: string }) {
  const { t } = useText();
  const format = useFormat();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [playing, setPlaying] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<string | null>(null);
  const { data: recordings } = useQuery({
    queryKey: [...LIST, owner],
    queryFn: () => listRecordings(owner),
    staleTime: 0,
  });
  const { data: space } = useQuery({ queryKey: [...LIST, 'space'], queryFn: spaceLeft, staleTime: 0 });
  if (recordings === undefined) return null;
  if (recordings.length === 0) {
    return (
      <EmptyState
        heading="h3"
        icon={<Film aria-hidden />}
        title={t('studio.no_recordings')}
        text={t('studio.no_recordings_text')}
      />
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {playing !== null && <Player key={playing} owner={owner} name={playing} />}
      <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
        {recordings.map(({ name, bytes }) => (
          <li key={name} className="flex items-center gap-1 px-3 py-1.5">
            <span className="nums min-w-0 flex-1 truncate">{name}</span>
            <span className="nums pr-2 text-sm text-muted">{format.bytes(bytes)}</span>
            <IconButton
              label={t('studio.play', { name })}
              icon={<Play aria-hidden className="size-4" />}
              onClick={() => setPlaying(name)}
            />
            <IconButton
              label={t('studio.take_out', { name })}
              icon={<Download aria-hidden className="size-4" />}
              onClick={() =>
                void takeOut(owner, name).catch(() => notify(t('studio.not_opened'), { error: true }))
              }
            />
            <IconButton
              label={t('studio.delete_recording', { name })}
              icon={<Trash2 aria-hidden className="size-4" />}
              onClick={() => setDeleting(name)}
            />
          </li>
        ))}
      </ul>
      {space != null && (
        <p className="nums text-sm text-muted">{t('studio.space_left', { space: format.bytes(space) })}</p>
      )}
      <ConfirmDialog
        open={deleting !== null}
        onClose={() => setDeleting(null)}
        title={t('studio.delete_recording_title')}
        text={t('studio.delete_recording_text')}
        confirm={t('studio.delete')}
        onConfirm={() => {
          if (deleting === null) return;
          if (playing === deleting) setPlaying(null);
          setDeleting(null);
          deleteRecording(owner, deleting)
            .catch(() =>
              notify(t('studio.not_deleted'), { description: t('studio.not_deleted_text'), error: true }),
            )
            .finally(() => queryClient.invalidateQueries({ queryKey: LIST }));
        }}
      />
    </div>
  );
}

function Player({ owner, name }: { owner: string; name: string }) {
  const { t } = useText();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let url: string | null = null;
    let left = false;
    void recordingFile(owner, name).then((file) => {
      if (left) return;
      url = URL.createObjectURL(file);
      if (video.current !== null) video.current.src = url;
    });
    return () => {
      left = true;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [owner, name]);
  return (
    // The person's own recording: there are no captions of it.
    // biome-ignore lint/a11y/useMediaCaption: what was just recorded has no captions
    <video
      ref={video}
      controls
      autoPlay
      aria-label={t('studio.play', { name })}
      className="w-full rounded-lg bg-black"
    />
  );
}

async function takeOut(owner: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await recordingFile(owner, name));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
