import type { IngestAddresses, SourceView } from '@neustream/shared/sources/schemas.ts';
import KeyRound from 'lucide-react/icons/key-round';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../api/client.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Notice } from '../ui/notice.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useIngestKeys } from './ingest-keys.ts';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';

type Endpoints = Answer<'currentSession'>['endpoints'];

export interface IngestSetupProps {
  source: Pick<SourceView, 'id' | 'public_id'>;
  /** Addresses without keys; left out where only newly created keys are shown. */
  endpoints?: Endpoints | undefined;
}

/** What to paste into an encoder: addresses always, keys while this page still has them. */
export function IngestSetup({ source, endpoints }: IngestSetupProps) {
  const { t } = useText();
  const sourceId = source.id;
  const shown = useIngestKeys((state) => state.bySource[sourceId]);
  if (shown === undefined && endpoints === undefined) return <div className="h-60" />;
  if (shown === undefined && endpoints?.engine === null)
    return <Notice tone="wait">{t('encoder.offline')}</Notice>;
  const ways = waysOf({ publicId: source.public_id, ingest: shown?.ingest, endpoints });
  return (
    <div className="flex flex-col gap-4">
      <Tabs
        label={t('encoder.protocols')}
        tabs={[
          { value: 'obs', label: t('encoder.tab_obs'), content: <ObsWay ways={ways} /> },
          { value: 'rtmp', label: t('encoder.tab_rtmp'), content: <RtmpWay ways={ways} /> },
          { value: 'srt', label: t('encoder.tab_srt'), content: <SrtWay ways={ways} /> },
          { value: 'whip', label: t('encoder.tab_whip'), content: <WhipWay ways={ways} /> },
        ]}
      />
      <KeyState sourceId={sourceId} scope={shown?.scope ?? null} />
    </div>
  );
}

interface Ways {
  rtmp: { server: string; key: string | null } | null;
  rtmps: { server: string; key: string | null } | null;
  login: { server: string; name: string; password: string | null } | null;
  /** Address and key in one. */
  single: string | null;
  srt: { url: string; complete: boolean } | null;
  whip: { url: string; token: string | null } | null;
}

interface Known {
  publicId: string;
  ingest: IngestAddresses | undefined;
  endpoints: Endpoints | undefined;
}

function waysOf({ publicId, ingest, endpoints }: Known): Ways {
  const server = ingest?.rtmp_login?.server ?? endpoints?.rtmp_login ?? null;
  const password = ingest?.rtmp_login?.password ?? null;
  const login = server === null ? null : { server, name: publicId, password };
  if (ingest !== undefined) {
    const { rtmp, rtmps, srt, whip } = ingest;
    return {
      rtmp: rtmp && { server: rtmp.server, key: rtmp.stream_key },
      rtmps: rtmps && { server: rtmps.server, key: rtmps.stream_key },
      login,
      single: ingest.rtmp_url?.url ?? null,
      srt: srt && { url: srt.url, complete: true },
      whip: whip && { url: whip.url, token: whip.bearer_token },
    };
  }
  const address = (url: string | null | undefined) => (url == null ? null : { server: url, key: null });
  return {
    rtmp: address(endpoints?.rtmp),
    rtmps: address(endpoints?.rtmps),
    login,
    single: null,
    srt: endpoints?.srt == null ? null : { url: endpoints.srt, complete: false },
    whip: endpoints?.whip == null ? null : { url: endpoints.whip, token: null },
  };
}

function Fields({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-3">{children}</div>;
}

function Unavailable() {
  const { t } = useText();
  return <p className="text-sm text-muted">{t('encoder.unavailable')}</p>;
}

function ObsWay({ ways }: { ways: Ways }) {
  const { t } = useText();
  const way = ways.rtmp ?? ways.rtmps;
  if (way === null) return <Unavailable />;
  return (
    <Fields>
      <CopyField label={t('encoder.server')} value={way.server} />
      {way.key !== null && <CopyField label={t('encoder.stream_key')} value={way.key} secret />}
      <ol className="list-decimal space-y-1 pl-5 text-sm text-muted marker:text-faint">
        <li>{t('encoder.obs_step_1')}</li>
        <li>{t('encoder.obs_step_2')}</li>
        <li>{t('encoder.obs_step_3')}</li>
        <li>{t('encoder.obs_step_4')}</li>
      </ol>
    </Fields>
  );
}

function RtmpWay({ ways }: { ways: Ways }) {
  const { t } = useText();
  const { rtmp, rtmps } = ways;
  const key = rtmp?.key ?? rtmps?.key ?? null;
  if (rtmp === null && rtmps === null) return <Unavailable />;
  return (
    <Fields>
      {rtmps !== null && <CopyField label={t('encoder.server_rtmps')} value={rtmps.server} />}
      {rtmp !== null && <CopyField label={t('encoder.server_rtmp')} value={rtmp.server} />}
      {key !== null && <CopyField label={t('encoder.stream_key')} value={key} secret />}
      <OtherRtmpWays ways={ways} />
    </Fields>
  );
}

/** For encoders whose fields are not a server and a stream key. */
function OtherRtmpWays({ ways: { login, single } }: { ways: Ways }) {
  const { t } = useText();
  if (login === null && single === null) return null;
  return (
    <Disclosure summary={t('encoder.others')}>
      {login !== null && (
        <Fields>
          <p className="text-sm text-muted">{t('encoder.login_text')}</p>
          <CopyField label={t('encoder.server')} value={login.server} />
          <CopyField label={t('encoder.stream_name')} value={login.name} />
          <CopyField label={t('encoder.username')} value={login.name} />
          {login.password === null ? (
            <p className="text-sm text-muted">{t('encoder.login_key_text')}</p>
          ) : (
            <CopyField label={t('encoder.password')} value={login.password} secret />
          )}
        </Fields>
      )}
      {single !== null && (
        <Fields>
          <p className="text-sm text-muted">{t('encoder.single_text')}</p>
          <CopyField label={t('encoder.single_url')} value={single} secret />
        </Fields>
      )}
    </Disclosure>
  );
}

function SrtWay({ ways: { srt } }: { ways: Ways }) {
  const { t } = useText();
  if (srt === null) return <Unavailable />;
  return (
    <Fields>
      <CopyField label={t('encoder.srt_url')} value={srt.url} secret={srt.complete} />
      <p className="text-sm text-muted">{t('encoder.srt_text')}</p>
    </Fields>
  );
}

function WhipWay({ ways: { whip } }: { ways: Ways }) {
  const { t } = useText();
  if (whip === null) return <Unavailable />;
  return (
    <Fields>
      <CopyField label={t('encoder.whip_url')} value={whip.url} />
      {whip.token !== null && <CopyField label={t('encoder.bearer_token')} value={whip.token} secret />}
      <p className="text-sm text-muted">{t('encoder.whip_text')}</p>
    </Fields>
  );
}

/** Why a key is or is not shown, and how to get one. */
function KeyState({ sourceId, scope }: { sourceId: string; scope: 'source' | 'session' | null }) {
  const { t } = useText();
  const [rotating, setRotating] = useState(false);
  if (scope === 'source') return <Notice tone="wait">{t('encoder.key_once')}</Notice>;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-sm text-muted text-pretty">
        {scope === 'session' ? t('encoder.key_session') : t('encoder.key_hidden')}
      </p>
      <Button
        size="sm"
        icon={<KeyRound aria-hidden className="size-3.5" />}
        onClick={() => setRotating(true)}
      >
        {t('encoder.key_show')}
      </Button>
      <RotateKeyDialog sourceId={sourceId} open={rotating} onClose={() => setRotating(false)} />
    </div>
  );
}
