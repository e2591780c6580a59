import { Popover } from '@base-ui/react/popover';
import { type SoundSettings, type StudioInput, SUPPRESSIONS } from '@neustream/shared/studio/inputs.ts';
import Headphones from 'lucide-react/icons/headphones';
import Mic from 'lucide-react/icons/mic';
import MicOff from 'lucide-react/icons/mic-off';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useEffect, useState } from 'react';
import { type Translate, useText } from '../../i18n/text.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { SelectField } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Switch } from '../../ui/switch.tsx';
import { type Mixer, PROGRAMME } from '../graph/mixer.ts';
import { LevelMeter } from './level-meter.tsx';
import { PushToTalk } from './push-to-talk.tsx';

/** Inputs that can be heard. */
export type HeardInput = Extract<StudioInput, { sound: SoundSettings }>;

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

function StripSettings({ input, inForce, onChange }: Pick<StripProps, 'input' | 'inForce' | 'onChange'>) {
  const { t } = useText();
  const { sound, name } = input;
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <IconButton
            label={t('studio.sound_settings', { name })}
            icon={<SlidersHorizontal aria-hidden className="size-4" />}
          />
        }
      />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} className="z-50">
          <Popover.Popup className="flex max-h-(--available-height) w-80 flex-col gap-4 overflow-y-auto rounded-xl border border-line bg-raised p-4 shadow-pop outline-none">
            <Popover.Title className="text-base font-semibold">{name}</Popover.Title>
            <SelectField
              label={t('studio.suppression')}
              hint={t(`studio.suppression_text.${sound.suppression}`)}
              value={sound.suppression}
              options={SUPPRESSIONS.map((value) => ({ value, label: t(`studio.suppressed.${value}`) }))}
              onChoose={(suppression) => onChange((was) => ({ ...was, suppression }))}
            />
            {input.kind === 'microphone' && (
              <>
                <Switch
                  label={t('studio.echo')}
                  {...inForceText(t, inForce.echoCancellation)}
                  checked={sound.echoCancellation}
                  onChange={(echoCancellation) => onChange((was) => ({ ...was, echoCancellation }))}
                />
                <Switch
                  label={t('studio.auto_gain')}
                  {...inForceText(t, inForce.autoGainControl)}
                  checked={sound.autoGain}
                  onChange={(autoGain) => onChange((was) => ({ ...was, autoGain }))}
                />
              </>
            )}
            <Switch
              label={t('studio.gate')}
              hint={t('studio.gate_text')}
              checked={sound.gate.on}
              onChange={(on) => onChange((was) => ({ ...was, gate: { ...was.gate, on } }))}
            />
            {sound.gate.on && (
              <Slider
                label={t('studio.threshold')}
                value={sound.gate.thresholdDb}
                text={t('studio.db', { value: sound.gate.thresholdDb })}
                least={-90}
                most={0}
                onValue={(thresholdDb) => onChange((was) => ({ ...was, gate: { ...was.gate, thresholdDb } }))}
              />
            )}
            <Switch
              label={t('studio.compressor')}
              hint={t('studio.compressor_text')}
              checked={sound.compressor.on}
              onChange={(on) => onChange((was) => ({ ...was, compressor: { ...was.compressor, on } }))}
            />
            <Switch
              label={t('studio.music')}
              hint={t('studio.music_text')}
              checked={sound.music}
              onChange={(music) => onChange((was) => ({ ...was, music }))}
            />
            <Slider
              label={t('studio.pan')}
              value={Math.round(sound.pan * 100)}
              text={String(Math.round(sound.pan * 100))}
              least={-100}
              most={100}
              onValue={(percent) => onChange((was) => ({ ...was, pan: percent / 100 }))}
            />
            <Slider
              label={t('studio.delay')}
              value={sound.delayMs}
              text={t('studio.ms', { value: sound.delayMs })}
              least={0}
              most={2000}
              onValue={(delayMs) => onChange((was) => ({ ...was, delayMs }))}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What the browser really does, where it says so. */
function inForceText(t: Translate, on: unknown): { hint?: string } {
  return on === undefined ? {} : { hint: t(on === false ? 'studio.not_in_force' : 'studio.in_force') };
}
