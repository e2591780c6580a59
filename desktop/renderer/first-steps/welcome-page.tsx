import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import Plus from 'lucide-react/icons/plus';
import Radio from 'lucide-react/icons/radio';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useApi } from '../api/context.tsx';
import { AddDestinationDialog, destinationQueries, PlatformMark } from '../destinations/public.ts';
import { useText } from '../i18n/text.ts';
import { useSessionActions } from '../live/public.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { IngestSetup, NewSourceForm } from '../sources/public.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { cx } from '../ui/cx.ts';

/** The first-run guide: name a source, connect the encoder, choose where it goes. */
export function WelcomePage() {
  const { t } = useText();
  const [step, setStep] = useState(0);
  const [source, setSource] = useState<SourceView | null>(null);
  const steps = [t('welcome.name_title'), t('welcome.encoder_title'), t('welcome.destinations_title')];
  return (
    <div className="mx-auto max-w-xl">
      <title>{`${t('welcome.title')} · ${t('common.product')}`}</title>
      <h1 className="text-2xl font-semibold tracking-tight">{t('welcome.title')}</h1>
      <Steps steps={steps} current={step} />
      {step === 0 && (
        <Step title={steps[0]} text={t('welcome.name_text')}>
          <NewSourceForm
            onCreated={(created) => {
              setSource(created);
              setStep(1);
            }}
          />
        </Step>
      )}
      {step === 1 && source !== null && (
        <Step title={steps[1]} text={t('welcome.encoder_text')}>
          <IngestSetup source={source} />
          <div className="mt-5 flex justify-end">
            <Button variant="primary" onClick={() => setStep(2)}>
              {t('common.continue')}
            </Button>
          </div>
        </Step>
      )}
      {step === 2 && source !== null && (
        <DestinationsStep source={source} title={steps[2]} onBack={() => setStep(1)} />
      )}
    </div>
  );
}

function Steps({ steps, current }: { steps: readonly string[]; current: number }) {
  const { t } = useText();
  return (
    <ol aria-label={t('welcome.steps')} className="mt-4 mb-6 grid grid-cols-3 gap-2">
      {steps.map((title, index) => (
        <li
          key={title}
          aria-current={index === current ? 'step' : undefined}
          className="flex flex-col gap-2 text-sm"
        >
          <span className={cx('h-1 rounded-full', index <= current ? 'bg-accent' : 'bg-hover')} />
          <span className={cx('flex items-center gap-1.5', index === current ? 'font-medium' : 'text-muted')}>
            {index < current && <Check aria-hidden className="size-3.5 text-ok" />}
            {title}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Step({ title, text, children }: { title: string | undefined; text: string; children: ReactNode }) {
  return (
    <Card>
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-0.5 mb-5 text-muted text-pretty">{text}</p>
      {children}
    </Card>
  );
}

interface DestinationsStepProps {
  source: SourceView;
  title: string | undefined;
  onBack: () => void;
}

function DestinationsStep({ source, title, onBack }: DestinationsStepProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const { data: destinations = [] } = useQuery(destinationQueries.of(useApi(), source.id));
  const { goLive } = useSessionActions(source.id);
  const page = `/sources/${source.id}`;
  return (
    <Step title={title} text={t('welcome.destinations_text')}>
      {destinations.length > 0 && (
        <ul className="mb-3 divide-y divide-line rounded-lg border border-line">
          {destinations.map((destination) => (
            <li key={destination.id} className="flex items-center gap-3 px-3 py-2.5">
              <PlatformMark platform={destination.platform} />
              <span className="truncate font-medium">{destination.name}</span>
            </li>
          ))}
        </ul>
      )}
      <Button
        icon={<Plus aria-hidden className="size-4" />}
        variant={destinations.length === 0 ? 'primary' : 'secondary'}
        onClick={() => setAdding(true)}
      >
        {t('destinations.add')}
      </Button>
      <div className="mt-6 flex flex-col gap-4 border-t border-line pt-4">
        <FailureNotice error={goLive.error} />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Button variant="ghost" onClick={onBack}>
            {t('common.back')}
          </Button>
          <div className="flex gap-2">
            <Link to={page} className={buttonClass()}>
              {t('welcome.finish')}
            </Link>
            {destinations.length > 0 && (
              <Button
                variant="primary"
                icon={<Radio aria-hidden className="size-4" />}
                busy={goLive.isPending}
                onClick={() => goLive.mutate({}, { onSuccess: () => void navigate(page) })}
              >
                {t('welcome.finish_live')}
              </Button>
            )}
          </div>
        </div>
      </div>
      <AddDestinationDialog
        open={adding}
        onClose={() => setAdding(false)}
        sourceId={source.id}
        isLive={false}
      />
    </Step>
  );
}
