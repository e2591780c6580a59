import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useApi } from '../api/context.tsx';
import { authQueries } from '../auth/public.ts';
import { engineSupport } from '../engine/public.ts';
import { useText } from '../i18n/text.ts';
import { LoadFailure } from '../page/load-failure.tsx';
import { preferDark } from '../page/theme.ts';
import { forgetCollection, starterCollection } from '../scenes/public.ts';
import { BrandMark } from '../ui/brand.tsx';
import { Button, buttonClass } from '../ui/button.tsx';
import { useOnlyWindow } from './only-window.ts';
import { type StudioParts, startStudio } from './parts.ts';
import { StudioRoom } from './room.tsx';
import { Saving, type SavingState } from './saving.ts';

/** The studio: opens once per browser, with the person's scenes. */
export function StudioPage() {
  const { t } = useText();
  const { state, takeOver } = useOnlyWindow();
  const missing = engineSupport();
  useEffect(preferDark, []);
  return (
    <>
      <title>{`${t('studio.title')} · ${t('common.product')}`}</title>
      {missing.length > 0 && (
        <Closed
          title={t('studio.not_supported')}
          text={t('studio.not_supported_text', { missing: missing.join(', ') })}
        />
      )}
      {missing.length === 0 && state === 'elsewhere' && (
        <Closed title={t('studio.elsewhere')} text={t('studio.elsewhere_text')}>
          <Button variant="primary" onClick={takeOver}>
            {t('studio.take_over')}
          </Button>
        </Closed>
      )}
      {missing.length === 0 && state === 'asking' && <Opening />}
      {missing.length === 0 && state === 'here' && <OpenStudio />}
    </>
  );
}

function OpenStudio() {
  const api = useApi();
  const { data: user } = useQuery(authQueries.me(api));
  const [tries, setTries] = useState(0);
  if (user == null) return <Opening />;
  return <Started key={`${user.id} ${tries}`} owner={user.id} onRetry={() => setTries(tries + 1)} />;
}

function Started({ owner, onRetry }: { owner: string; onRetry: () => void }) {
  const { t } = useText();
  const api = useApi();
  const [parts, setParts] = useState<StudioParts | null>(null);
  const [saving, setSaving] = useState<Saving | null>(null);
  const [savingState, setSavingState] = useState<SavingState>('saved');
  const [failure, setFailure] = useState<unknown>(null);
  // Names of a new studio are in the language that it was first opened in.
  const [names] = useState(() => starterNames(t));
  useEffect(() => {
    let started: StudioParts | null = null;
    const left = new AbortController();
    const keeping = new Saving({ api, owner, onState: setSavingState });
    const start = async () => {
      await keeping.load(() => starterCollection(names));
      left.signal.throwIfAborted();
      started = await startStudio(owner, left.signal);
      setSaving(keeping);
      setParts(started);
    };
    start().catch((error: unknown) => !left.signal.aborted && setFailure(error));
    return () => {
      left.abort();
      keeping.close();
      started?.close();
      forgetCollection();
      setParts(null);
    };
  }, [api, owner, names]);
  if (parts !== null && saving !== null) {
    return <StudioRoom parts={parts} saving={saving} savingState={savingState} />;
  }
  if (failure === null) return <Opening />;
  return (
    <main className="mx-auto max-w-xl p-8">
      <LoadFailure error={failure} onRetry={onRetry} />
    </main>
  );
}

function starterNames(t: ReturnType<typeof useText>['t']) {
  return {
    camera: t('studio.kind.camera'),
    microphone: t('studio.kind.microphone'),
    screen: t('studio.kind.screen'),
    camScene: t('studio.starter.camera'),
    shareScene: t('studio.starter.share'),
    breakScene: t('studio.starter.pause'),
    breakText: t('studio.starter.pause_text'),
  };
}

function Opening() {
  const { t } = useText();
  return (
    <main className="grid min-h-dvh place-items-center" aria-busy="true">
      <h1 className="sr-only">{t('studio.title')}</h1>
      <BrandMark className="size-10 animate-pulse" />
    </main>
  );
}

function Closed({ title, text, children }: { title: string; text: string; children?: React.ReactNode }) {
  const { t } = useText();
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="flex max-w-md flex-col items-center gap-3 text-center">
        <BrandMark className="size-10" />
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="text-muted">{text}</p>
        <div className="mt-2 flex gap-2">
          <Link to="/sources" className={buttonClass()}>
            {t('studio.back')}
          </Link>
          {children}
        </div>
      </div>
    </main>
  );
}
