import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { ENCODER_GRACE_MS } from '@neustream/shared/live/session.ts';
import Cast from 'lucide-react/icons/cast';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactNode } from 'react';
import type { Answer } from '../api/client.ts';
import { codecName } from '../destinations/public.ts';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { IngestSetup, type IngestSetupProps } from '../sources/public.ts';
import { Card } from '../ui/card.tsx';
import { Notice } from '../ui/notice.tsx';
import { StatusPill, type Tone } from '../ui/status-pill.tsx';
import { useNow } from '../ui/use-now.ts';
import type { SourceLive } from './state/live-state.ts';

type EncoderLook = 'none' | 'waiting' | 'publishing' | 'gone' | 'rejected';

const TONES: Record<EncoderLook, Tone> = {
  none: 'neutral',
  waiting: 'wait',
  publishing: 'ok',
  gone: 'bad',
  rejected: 'bad',
};

export interface EncoderCardProps {
  source: IngestSetupProps['source'];
  live: SourceLive;
  session: SessionView | null;
  endpoints: Answer<'currentSession'>['endpoints'] | undefined;
}

/** What the encoder sends, and what to enter in it. */
export function EncoderCard({ source, live, session, endpoints }: EncoderCardProps) {
  const { t } = useText();
  const look: EncoderLook = session?.ingest.status ?? 'none';
  const Icon =
    look === 'publishing' ? Cast : look === 'gone' || look === 'rejected' ? TriangleAlert : CircleDashed;
  return (
    <Card
      title={t('encoder.title')}
      action={
        <StatusPill
          tone={TONES[look]}
          icon={<Icon aria-hidden />}
          data-testid="encoder-status"
          data-status={look}
        >
          {t(`encoder.status_${look}`)}
        </StatusPill>
      }
    >
      <EncoderSentence look={look} live={live} session={session} />
      {look === 'publishing' && session?.ingest.silence_added && (
        <div className="mb-4">
          <Notice tone="wait">{t('encoder.silence_added')}</Notice>
        </div>
      )}
      <EncoderFacts session={session} />
      <h3 className="mt-5 mb-3 border-t border-line pt-4 text-sm font-semibold">
        {t('encoder.setup_title')}
      </h3>
      <IngestSetup source={source} endpoints={endpoints} />
    </Card>
  );
}

function EncoderSentence({
  look,
  live,
  session,
}: {
  look: EncoderLook;
  live: SourceLive;
  session: SessionView | null;
}) {
  const { t } = useText();
  const goneSince = session?.ingest.gone_since ?? null;
  const now = useNow(goneSince !== null) - live.clockOffset;
  let sentence = '';
  if (look === 'none') sentence = t('encoder.idle_text');
  if (look === 'waiting') sentence = t('encoder.waiting_text');
  if (look === 'publishing') sentence = session?.ingest.encoder ?? '';
  if (look === 'rejected') sentence = session?.ingest.problem ?? '';
  if (look === 'gone' && goneSince !== null) {
    const left = Math.max(0, Math.ceil((Date.parse(goneSince) + ENCODER_GRACE_MS - now) / 1000));
    sentence = t('encoder.gone_text', { seconds: left });
  }
  return <p className="nums mb-3 min-h-10 text-sm text-muted text-pretty">{sentence}</p>;
}

function EncoderFacts({ session }: { session: SessionView | null }) {
  const { t } = useText();
  const format = useFormat();
  const ingest = session?.ingest ?? null;
  const size = ingest?.width != null && ingest.height != null ? `${ingest.width}×${ingest.height}` : null;
  const video = [size, named(ingest?.video_codec)].filter((part) => part != null).join(' ');
  const tracks = ingest?.audio_tracks ?? 1;
  const several = tracks > 1 ? t('encoder.audio_tracks', { count: tracks }) : null;
  const audio = [named(ingest?.audio_codec), several].filter((part) => part !== null).join(' · ');
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 text-sm">
      <Fact label={t('encoder.protocol')}>
        {ingest?.protocol === 'direct' ? t('encoder.studio') : ingest?.protocol?.toUpperCase()}
      </Fact>
      <Fact label={t('encoder.video')}>{video}</Fact>
      <Fact label={t('encoder.audio')}>{audio}</Fact>
      <Fact label={t('encoder.since')}>
        {ingest?.publishing_since == null ? null : format.time(ingest.publishing_since)}
      </Fact>
    </dl>
  );
}

function named(codec: string | null | undefined): string | null {
  return codec == null ? null : codecName(codec);
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{label}</dt>
      <dd className="nums truncate font-medium">{children == null || children === '' ? '–' : children}</dd>
    </div>
  );
}
