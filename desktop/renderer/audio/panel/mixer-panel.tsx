import type { SoundSettings } from '@neustream/shared/studio/inputs.ts';
import Headphones from 'lucide-react/icons/headphones';
import Mic from 'lucide-react/icons/mic';
import MicOff from 'lucide-react/icons/mic-off';
import { useEffect, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Slider } from '../../ui/slider.tsx';
import { type Mixer, PROGRAMME } from '../graph/mixer.ts';
import type { HeardInput } from './heard-input.ts';
import { LevelMeter } from './level-meter.tsx';
import { PushToTalk } from './push-to-talk.tsx';
import { StripSettings } from './strip-settings.tsx';

export interface MixerPanelProps {
  mixer: Mixer;
  inputs: readonly HeardInput[];
  /** What is in force on an input's track, which may differ from what was asked for. */
  inForce: (inputId: string) => MediaTrackSettings;
  problemOf: (input: HeardInput) => string | null;
  /** Tries to open an input again, from a click. */
  onOpen: (inputId: string) => void;
  onChange: (inputId: string, change: (sound: SoundSettings) => SoundSettings) => void;
}

/** A strip for each input that is heard, and one for what viewers hear. */
export function MixerPanel({ mixer, inputs, inForce, problemOf, onOpen, onChange }: MixerPanelProps) {
  const { t } = useText();
  const [soloed, setSoloed] = useState<string | null>(null);
  const solo = inputs.some(({ id }) => id === soloed) ? soloed : null;
  useEffect(() => mixer.setSolo(solo), [mixer, solo]);
  return (
    <section aria-label={t('studio.mixer')} className="flex h-full min-h-0 flex-col">
      <header className="flex h-10 shrink-0 items-center justify-between px-3">
        <h2 className="text-sm font-semibold">{t('studio.mixer')}</h2>
        <PushToTalk mixer={mixer} />
      </header>
      <ul className="grid min-h-0 flex-1 auto-rows-min gap-x-6 gap-y-3 overflow-y-auto px-3 pb-3 sm:grid-cols-2 xl:grid-cols-3">
        {inputs.map((input) => (
          <Strip
            key={input.id}
            mixer={mixer}
            input={input}
            inForce={inForce(input.id)}
            problem={problemOf(input)}
            solo={solo === input.id}
            onOpen={() => onOpen(input.id)}
            onSolo={() => setSoloed(solo === input.id ? null : input.id)}
            onChange={(how) => onChange(input.id, how)}
          />
        ))}
        <li className="flex flex-col gap-1.5">
          <span className="flex h-8 items-center text-sm font-medium">{t('studio.viewers_hear')}</span>
          <LevelMeter mixer={mixer} id={PROGRAMME} label={t('studio.viewers_hear')} />
        </li>
      </ul>
    </section>
  );
}

interface StripProps {
  mixer: Mixer;
  input: HeardInput;
  inForce: MediaTrackSettings;
  problem: string | null;
  /** Only this one is heard. */
  solo: boolean;
  onOpen: () => void;
  onSolo: () => void;
  onChange: (how: (sound: SoundSettings) => SoundSettings) => void;
}

function Strip({ mixer, input, inForce, problem, solo, onOpen, onSolo, onChange }: StripProps) {
  const { t } = useText();
  const { sound, name } = input;
  const Icon = sound.muted ? MicOff : Mic;
  return (
    <li className="flex min-w-0 flex-col gap-1.5">
      <div className="flex h-8 items-center gap-0.5">
        <span className="min-w-0 flex-1 truncate text-sm font-medium">{name}</span>
        <span className="nums text-xs text-muted">{t('studio.db', { value: sound.gainDb })}</span>
        <IconButton
          label={t(sound.muted ? 'studio.unmute' : 'studio.mute', { name })}
          aria-pressed={sound.muted}
          className={cx(sound.muted && 'text-live-text!')}
          icon={<Icon aria-hidden className="size-4" />}
          onClick={() => onChange((was) => ({ ...was, muted: !was.muted }))}
        />
        <IconButton
          label={t('studio.solo', { name })}
          aria-pressed={solo}
          className={cx(solo && 'text-wait!')}
          icon={
            <span aria-hidden className="text-xs font-bold">
              S
            </span>
          }
          onClick={onSolo}
        />
        <IconButton
          label={t('studio.monitor', { name })}
          aria-pressed={sound.monitor}
          className={cx(sound.monitor && 'text-accent-text!')}
          icon={<Headphones aria-hidden className="size-4" />}
          onClick={() => onChange((was) => ({ ...was, monitor: !was.monitor }))}
        />
        <StripSettings input={input} inForce={inForce} onChange={onChange} />
      </div>
      <LevelMeter mixer={mixer} id={input.id} label={t('studio.level', { name })} />
      <Slider
        bare
        label={t('studio.gain', { name })}
        text={t('studio.db', { value: sound.gainDb })}
        value={sound.gainDb}
        least={-60}
        most={20}
        normal={0}
        onValue={(gainDb) => onChange((was) => ({ ...was, gainDb }))}
      />
      {problem !== null && (
        <p role="status" className="text-sm text-bad">
          {problem}{' '}
          <button
            type="button"
            className="min-h-6 font-medium text-accent-text hover:underline pointer-coarse:min-h-10"
            onClick={onOpen}
          >
            {t('studio.try_again')}
          </button>
        </p>
      )}
    </li>
  );
}
