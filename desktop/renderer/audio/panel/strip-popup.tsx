import { Popover } from '@base-ui/react/popover';
import { type SoundSettings, SUPPRESSIONS } from '@neustream/shared/studio/inputs.ts';
import { type ReactElement, useEffect, useState } from 'react';
import { type Translate, useText } from '../../i18n/text.ts';
import { SelectField } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { HeardInput } from './heard-input.ts';

export interface StripSettingsProps {
  input: HeardInput;
  /** What is in force on its track. */
  inForce: MediaTrackSettings;
  onChange: (how: (sound: SoundSettings) => SoundSettings) => void;
}

export interface StripPopupProps extends StripSettingsProps {
  button: ReactElement;
  /** Somebody has pressed the button already. */
  asked: boolean;
}

/** The button and what it opens. */
export function StripPopup({ input, inForce, onChange, button, asked }: StripPopupProps) {
  const { t } = useText();
  const { sound, name } = input;
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (asked) setOpen(true);
  }, [asked]);
  return (
    <Popover.Root open={open} onOpenChange={(next) => setOpen(next)}>
      <Popover.Trigger render={button} />
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
