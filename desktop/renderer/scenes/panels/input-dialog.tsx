import { DEFAULT_SOUND, type InputKind, type StudioInput } from '@neustream/shared/studio/inputs.ts';
import { type ReactNode, useState } from 'react';
import { type Device, useDevices } from '../../capture/public.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ControlField, TextField } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SelectField } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { keepFile } from '../assets.ts';
import { change, useCollection } from '../model/collection-store.ts';
import { addInput, changeInput, inTheMiddle, newId } from '../model/layers.ts';
import { sizeOfStill } from '../stills.ts';
import { INPUT_ICONS } from './layer-list.tsx';

/** What can be added in a browser. */
const KINDS = [
  'camera',
  'screen',
  'microphone',
  'image',
  'text',
  'colour',
] as const satisfies readonly InputKind[];
type AddedKind = (typeof KINDS)[number];

export interface InputDialogProps {
  /** `add`: asks what first. */
  of: 'add' | StudioInput | null;
  onClose: () => void;
}

/** Adds an input to the scene, or changes one. */
export function InputDialog({ of, onClose }: InputDialogProps) {
  const { t } = useText();
  const [draft, setDraft] = useState<StudioInput | null>(null);
  const input = of === 'add' ? draft : of;
  const close = () => {
    setDraft(null);
    onClose();
  };
  return (
    <Dialog
      open={of !== null}
      onClose={close}
      title={
        input === null ? t('studio.add_input') : of === 'add' ? t(`studio.kind.${input.kind}`) : input.name
      }
    >
      {input === null ? (
        <Kinds onKind={(kind) => setDraft(freshInput(kind, t(`studio.kind.${kind}`)))} />
      ) : (
        <InputForm
          key={input.id}
          input={input}
          isNew={of === 'add'}
          onDone={(done) => {
            void (of === 'add' ? add(done) : change((all) => changeInput(all, done.id, () => done)));
            close();
          }}
        />
      )}
    </Dialog>
  );
}

/** Puts it on top of the scene: stills as large as they are, everything else over the whole picture. */
async function add(input: StudioInput): Promise<void> {
  const size = await sizeOfStill(input);
  const { sceneId, canvas } = useCollection.getState();
  const at =
    size === null
      ? ({ fit: input.kind === 'colour' ? 'stretch' : 'contain' } as const)
      : inTheMiddle(size, canvas);
  change((all) => addInput(all, { sceneId, canvas }, input, at));
}

function Kinds({ onKind }: { onKind: (kind: AddedKind) => void }) {
  const { t } = useText();
  return (
    <ul className="-mx-2 flex flex-col">
      {KINDS.map((kind) => {
        const Icon = INPUT_ICONS[kind];
        return (
          <li key={kind}>
            <button
              type="button"
              className="flex w-full items-center gap-3 rounded-lg px-2 py-2 text-left hover:bg-hover"
              onClick={() => onKind(kind)}
            >
              <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-hover">
                <Icon aria-hidden className="size-4.5" />
              </span>
              <span className="min-w-0">
                <span className="block font-medium">{t(`studio.kind.${kind}`)}</span>
                <span className="block text-sm text-muted">{t(`studio.kind_text.${kind}`)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function InputForm({
  input,
  isNew,
  onDone,
}: {
  input: StudioInput;
  isNew: boolean;
  onDone: (input: StudioInput) => void;
}) {
  const { t } = useText();
  const [edited, setEdited] = useState(input);
  const lacksFile = edited.kind === 'image' && edited.asset === null;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(edited);
      }}
    >
      <TextField
        label={t('studio.input_name')}
        value={edited.name}
        maxLength={200}
        onText={(name) => setEdited({ ...edited, name })}
      />
      <Fields input={edited} onChange={setEdited} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={lacksFile || edited.name.trim() === ''}>
          {isNew ? t('studio.add') : t('common.save')}
        </Button>
      </div>
    </form>
  );
}

function Fields({
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

function freshInput(kind: AddedKind, name: string): StudioInput {
  const common = { id: newId(), name };
  switch (kind) {
    case 'camera':
      return { kind, ...common, deviceId: '', mirrored: false };
    case 'microphone':
      return { kind, ...common, deviceId: '', sound: DEFAULT_SOUND };
    case 'screen':
      return {
        kind,
        ...common,
        withSound: true,
        sound: { ...DEFAULT_SOUND, suppression: 'off', echoCancellation: false, autoGain: false },
      };
    case 'image':
      return { kind, ...common, asset: null };
    case 'colour':
      return { kind, ...common, colour: '#605cec' };
    case 'text':
      return {
        kind,
        ...common,
        text: '',
        font: 'Inter Variable',
        size: 72,
        weight: 600,
        align: 'left',
        colour: '#ffffff',
        background: null,
      };
  }
}
