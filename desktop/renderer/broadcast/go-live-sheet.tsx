import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import type { CanvasName } from '@neustream/shared/studio/scenes.ts';
import { useQuery } from '@tanstack/react-query';
import Radio from 'lucide-react/icons/radio';
import { useEffect, useState } from 'react';
import { useApi } from '../api/context.tsx';
import { PlatformMark } from '../destinations/public.ts';
import type { Engine } from '../engine/public.ts';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { SelectField } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import {
  bestPreset,
  encodable,
  hasHardwareEncoder,
  hindrances,
  type Means,
  QUALITY_PRESETS,
  type QualityPreset,
  SMALLEST_QUALITY,
} from './presets.ts';
import { lastMeasured, type Measured, measureUplink } from './uplink.ts';

export interface GoLiveWish {
  title: string;
  /** Where each canvas goes; one that is left out, or goes nowhere, stays as it is. */
  destinationIds: Partial<Record<CanvasName, readonly string[]>>;
  preset: QualityPreset;
}

/** A canvas that can go on air, and where it would go. */
export interface ShownCanvas {
  canvas: CanvasName;
  destinations: readonly DestinationView[];
}

export interface GoLiveSheetProps {
  engine: Engine;
  open: boolean;
  onClose: () => void;
  canvases: readonly ShownCanvas[];
  /** What this window sends already, in bits per second: nothing is measured then, it would take the uplink from viewers. */
  inUse: number;
  /** What is wrong with cameras and microphones; people may go live all the same. */
  problems: readonly string[];
  /** The best quality of the person's plan. */
  planQuality: string | null;
  busy: boolean;
  error: unknown;
  onGoLive: (wish: GoLiveWish) => void;
}

/** Title, destinations of each canvas and quality, on one sheet. The uplink is measured while it is read. */
export function GoLiveSheet(props: GoLiveSheetProps) {
  const { t } = useText();
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t('studio.go_live_title')} wide>
      <Sheet {...props} />
    </Dialog>
  );
}

function Sheet({ engine, canvases, inUse, problems, planQuality, busy, error, onGoLive }: GoLiveSheetProps) {
  const { t } = useText();
  const [title, setTitle] = useState('');
  const [left, setLeft] = useState<readonly string[]>(() =>
    canvases.flatMap(({ destinations }) =>
      destinations.filter(({ is_active }) => !is_active).map(({ id }) => id),
    ),
  );
  const [chosen, setChosen] = useState<QualityPreset['name'] | null>(null);
  const measured = useMeasured(engine, inUse > 0);
  const { data: hardware = false } = useQuery({
    queryKey: ['studio', 'hardware-encoder'],
    queryFn: hasHardwareEncoder,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const chosenIds = canvases.map(({ canvas, destinations }) => {
    return [canvas, destinations.map(({ id }) => id).filter((id) => !left.includes(id))] as const;
  });
  const going = chosenIds.filter(([, ids]) => ids.length > 0).length;
  // Two pictures share the uplink and the computer.
  const share = Math.max(1, going);
  const bandwidth = measured?.bandwidth ?? null;
  const means: Means = {
    bandwidth: bandwidth === null ? null : Math.max(0, bandwidth - inUse) / share,
    plan: planQuality,
    canEncode: encodable({ hardware, cores: navigator.hardwareConcurrency / share }),
  };
  // Beside a show that is on air, nothing is risked on a line that nobody knows.
  const best = inUse > 0 && bandwidth === null ? SMALLEST_QUALITY : bestPreset(means);
  const preset = QUALITY_PRESETS.find(({ name }) => name === chosen) ?? best;
  const inTheWay = preset === null ? [] : hindrances(preset, means);
  const blocked = preset === null || inTheWay.includes('plan');
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (preset === null || blocked) return;
        onGoLive({ title: title.trim(), destinationIds: Object.fromEntries(chosenIds), preset });
      }}
    >
      <TextField
        label={t('live.session_title')}
        hint={t('live.title_hint')}
        value={title}
        maxLength={200}
        onText={setTitle}
      />
      {canvases.map(({ canvas, destinations }) => (
        <fieldset key={canvas} className="flex flex-col gap-2">
          <legend className="mb-1 text-sm font-medium">
            {canvases.length === 1 && canvas === 'landscape'
              ? t('destinations.title')
              : t(`studio.canvas.${canvas}`)}
          </legend>
          {destinations.map(({ id, name, platform }) => (
            <div key={id} className="flex items-center gap-3 rounded-lg border border-line px-3 py-2">
              <PlatformMark platform={platform} dimmed={left.includes(id)} />
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <Switch
                bare
                label={name}
                checked={!left.includes(id)}
                onChange={(on) => setLeft(on ? left.filter((one) => one !== id) : [...left, id])}
              />
            </div>
          ))}
        </fieldset>
      ))}
      <SelectField
        label={t('studio.quality')}
        hint={<Uplink measured={measured} />}
        value={preset?.name ?? ''}
        options={QUALITY_PRESETS.map((one) => ({
          value: one.name,
          label: t(`studio.quality_name.${one.name}`),
        }))}
        onChoose={(name) => setChosen(QUALITY_PRESETS.find((one) => one.name === name)?.name ?? null)}
      />
      {preset === null && (
        <Notice tone="bad" role="alert" title={t('studio.no_quality')}>
          {t('studio.no_quality_text')}
        </Notice>
      )}
      {inTheWay.map((one) => (
        <Notice key={one} tone="wait">
          {t(`studio.hindrance.${one}`)}
        </Notice>
      ))}
      {problems.map((problem) => (
        <Notice key={problem} tone="wait">
          {problem}
        </Notice>
      ))}
      <FailureNotice error={error} />
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          size="lg"
          busy={busy}
          disabled={going === 0 || blocked || measured === null}
          icon={<Radio aria-hidden className="size-4" />}
        >
          {measured === null ? t('studio.measuring_short') : t('live.go_live')}
        </Button>
      </div>
    </form>
  );
}

const NOT_MEASURED: Measured = { bandwidth: null, at: 0 };

/** The uplink as it was measured; null while it is being. */
function useMeasured(engine: Engine, isLive: boolean): Measured | null {
  const api = useApi();
  const [measured, setMeasured] = useState(() => lastMeasured() ?? (isLive ? NOT_MEASURED : null));
  useEffect(() => {
    if (measured !== null) return;
    let wanted = true;
    void measureUplink(api, engine).then((result) => wanted && setMeasured(result));
    return () => {
      wanted = false;
    };
  }, [api, engine, measured]);
  return measured;
}

function Uplink({ measured }: { measured: Measured | null }) {
  const { t } = useText();
  if (measured === null) return t('studio.measuring');
  if (measured.bandwidth === null) return t('studio.not_measured');
  return t('studio.measured', { mbps: (measured.bandwidth / 1_000_000).toFixed(1) });
}
