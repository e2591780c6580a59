import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import { type ReactNode, useState } from 'react';
import { type Device, useDevices } from '../../capture/public.ts';
import { useText } from '../../i18n/text.ts';
import { ControlField, TextField } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SelectField } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { keepFile } from '../assets.ts';
import { FilmField } from './film-field.tsx';

/** What can be set of an input, by its kind. */
export function InputFields({
  input,
  onChange,
}: {
  input: StudioInput;
  onChange: (input: StudioInput) => void;
}): ReactNode {
  const { t } = useText();
  const { cameras, microphones } = useDevices();
  switch (input.kind) {
    case 'camera':
      return (
        <>
          <DeviceField
            label={t('studio.kind.camera')}
            devices={cameras}
            id={input.deviceId}
            onChoose={(deviceId) => onChange({ ...input, deviceId })}
          />
          <Switch
            label={t('studio.mirrored')}
            checked={input.mirrored}
            onChange={(mirrored) => onChange({ ...input, mirrored })}
          />
        </>
      );
    case 'microphone':
      return (
        <DeviceField
          label={t('studio.kind.microphone')}
          devices={microphones}
          id={input.deviceId}
          onChoose={(deviceId) => onChange({ ...input, deviceId })}
        />
      );
    case 'screen':
      return (
        <Switch
          label={t('studio.with_sound')}
          hint={t('studio.with_sound_hint')}
          checked={input.withSound}
          onChange={(withSound) => onChange({ ...input, withSound })}
        />
      );
    case 'text':
      return (
        <>
          <ControlField
            label={t('studio.kind.text')}
            render={<textarea />}
            className="h-24! py-2"
            value={input.text}
            maxLength={5000}
            onChange={(event) => onChange({ ...input, text: event.target.value })}
          />
          <div className="grid grid-cols-2 gap-4">
            <TextField
              label={t('studio.text_size')}
              type="number"
              min={4}
              max={1000}
              value={String(input.size)}
              onText={(size) => onChange({ ...input, size: bounded(Number(size), 4, 1000) })}
            />
            <ColourField
              label={t('studio.text_colour')}
              colour={input.colour}
              onChoose={(colour) => onChange({ ...input, colour })}
            />
          </div>
          <Segmented
            label={t('studio.align')}
            value={input.align}
            options={(['left', 'center', 'right'] as const).map((value) => ({
              value,
              label: t(`studio.aligned.${value}`),
            }))}
            onChoose={(align) => onChange({ ...input, align })}
          />
        </>
      );
    case 'colour':
      return (
        <ColourField
          label={t('studio.kind.colour')}
          colour={input.colour}
          onChoose={(colour) => onChange({ ...input, colour })}
        />
      );
    case 'media':
      return (
        <>
          <FilmField
            asset={input.asset}
            onChoose={(asset) => onChange({ ...input, name: asset.name.slice(0, 200), asset })}
          />
          <Switch
            label={t('studio.loop')}
            hint={t('studio.loop_hint')}
            checked={input.loop}
            onChange={(loop) => onChange({ ...input, loop })}
          />
        </>
      );
    case 'image':
      return <ImageField input={input} onChange={onChange} />;
    default:
      return null;
  }
}

function DeviceField({
  label,
  devices,
  id,
  onChoose,
}: {
  label: string;
  devices: readonly Device[];
  id: string;
  onChoose: (id: string) => void;
}) {
  const { t } = useText();
  const known = devices.some((device) => device.id === id);
  const options = [
    { value: '', label: t('studio.default_device') },
    ...devices.map((device, index) => ({
      value: device.id,
      label: device.label === '' ? `${label} ${index + 1}` : device.label,
    })),
    ...(id === '' || known ? [] : [{ value: id, label: t('studio.absent_device') }]),
  ];
  return <SelectField label={label} value={id} options={options} onChoose={onChoose} />;
}

function ColourField({
  label,
  colour,
  onChoose,
}: {
  label: string;
  colour: string;
  onChoose: (colour: string) => void;
}) {
  return (
    <ControlField
      label={label}
      type="color"
      className="cursor-pointer p-1"
      value={colour.slice(0, 7)}
      onChange={(event) => onChoose(event.target.value)}
    />
  );
}

type ImageInput = Extract<StudioInput, { kind: 'image' }>;

function ImageField({ input, onChange }: { input: ImageInput; onChange: (input: ImageInput) => void }) {
  const { t } = useText();
  const [failed, setFailed] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    try {
      const picture = await createImageBitmap(file);
      picture.close();
      onChange({ ...input, name: file.name, asset: await keepFile(file) });
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <ControlField
      label={t('studio.file')}
      hint={t('studio.file_hint')}
      error={failed ? t('studio.file_failed') : undefined}
      type="file"
      accept="image/*"
      className="py-2"
      onChange={(event) => void take(event.target.files?.[0])}
    />
  );
}

function bounded(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.max(least, Math.min(most, value)) : least;
}
