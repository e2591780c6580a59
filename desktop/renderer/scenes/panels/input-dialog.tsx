import { DEFAULT_SOUND, type InputKind, type StudioInput } from '@neustream/shared/studio/inputs.ts';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { change, useCollection } from '../model/collection-store.ts';
import { newId } from '../model/ids.ts';
import { addInput, changeInput, inTheMiddle } from '../model/layers.ts';
import { sizeOfStill } from '../stills.ts';
import { InputFields } from './input-fields.tsx';
import { INPUT_ICONS } from './input-icons.ts';

/** What can be added in a browser. */
const KINDS = [
  'camera',
  'screen',
  'microphone',
  'image',
  'media',
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
  const lacksFile = 'asset' in edited && edited.asset === null;
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
      <InputFields input={edited} onChange={setEdited} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={lacksFile || edited.name.trim() === ''}>
          {isNew ? t('studio.add') : t('common.save')}
        </Button>
      </div>
    </form>
  );
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
    case 'media':
      return {
        kind,
        ...common,
        asset: null,
        loop: true,
        sound: { ...DEFAULT_SOUND, suppression: 'off', echoCancellation: false, autoGain: false },
      };
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
