import type { SessionView } from '@neustream/shared/live/schemas.ts';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Tv from 'lucide-react/icons/tv';
import Volume2 from 'lucide-react/icons/volume-2';
import VolumeX from 'lucide-react/icons/volume-x';
import { useRef, useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { reachablePreview } from './reachable.ts';
import { type PreviewMode, usePreview } from './use-preview.ts';

export interface PreviewProps {
  session: SessionView | null;
  preview: Answer<'currentSession'>['preview'];
  engine: Answer<'currentSession'>['endpoints']['engine'];
}

/** The picture that arrives from the encoder. Always 16:9, whatever the state. */
export function Preview({ session, preview: offers, engine }: PreviewProps) {
  const { t } = useText();
  const { preview, withheld } = reachablePreview(offers, window.location.protocol);
  const video = useRef<HTMLVideoElement>(null);
  const [mode, setMode] = useState<PreviewMode>('instant');
  const [muted, setMuted] = useState(true);
  const [asked, setAsked] = useState(0);
  const since = session?.ingest.status === 'publishing' ? session.ingest.publishing_since : null;
  const offered = preview !== null && (preview.whep_url !== null || preview.hls_url !== null);
  const showing = since !== null && offered;
  const state = usePreview({
    source:
      preview === null ? null : { whepUrl: preview.whep_url, hlsUrl: preview.hls_url, token: preview.token },
    mode,
    video,
    turn: showing ? `${since} ${asked}` : '',
  });
  const playing = showing && state === 'playing';
  const both = preview?.whep_url != null && preview.hls_url != null;

  let text = t('live.preview_starting');
  if (session === null) text = t('live.preview_offline');
  else if (withheld) text = t('live.preview_insecure');
  else if (engine === 'builtin' || (since !== null && !offered)) text = t('live.preview_none');
  else if (since === null) text = t('live.preview_waiting');
  else if (state === 'failed') text = t('live.preview_failed');

  return (
    <section
      aria-label={t('live.preview')}
      className="overflow-hidden rounded-xl border border-line bg-surface shadow-card max-lg:-order-1"
    >
      <div className="relative aspect-video bg-[#07080a] text-[#a4abb8]">
        <video
          ref={video}
          muted={muted}
          playsInline
          autoPlay
          className={`size-full object-contain ${playing ? '' : 'invisible'}`}
        />
        {!playing && (
          <div className="absolute inset-0 grid place-items-center p-6 text-center">
            <div className="flex flex-col items-center gap-3 text-sm">
              <Tv aria-hidden className="size-6" />
              <p className="max-w-64 text-pretty">{text}</p>
              {showing && state === 'failed' && (
                <Button
                  size="sm"
                  icon={<RotateCw aria-hidden className="size-3.5" />}
                  onClick={() => setAsked(asked + 1)}
                >
                  {t('live.preview_retry')}
                </Button>
              )}
            </div>
          </div>
        )}
      </div>
      <div className="flex h-12 items-center justify-between gap-2 border-t border-line px-3">
        <span className="px-1 text-sm font-semibold">{t('live.preview')}</span>
        {both && showing && (
          <div className="flex items-center gap-1">
            <Segmented
              label={t('live.preview_mode')}
              value={mode}
              onChoose={setMode}
              options={[
                { value: 'instant', label: t('live.preview_instant') },
                { value: 'sound', label: t('live.preview_sound') },
              ]}
            />
            <IconButton
              label={muted ? t('live.unmute') : t('live.mute')}
              icon={
                muted ? (
                  <VolumeX aria-hidden className="size-4" />
                ) : (
                  <Volume2 aria-hidden className="size-4" />
                )
              }
              onClick={() => setMuted(!muted)}
            />
          </div>
        )}
      </div>
    </section>
  );
}
