import type { Scene } from '@neustream/shared/studio/scenes.ts';
import ArrowLeftRight from 'lucide-react/icons/arrow-left-right';
import Clapperboard from 'lucide-react/icons/clapperboard';
import Disc from 'lucide-react/icons/disc';
import Film from 'lucide-react/icons/film';
import MicOff from 'lucide-react/icons/mic-off';
import Plus from 'lucide-react/icons/plus';
import Radio from 'lucide-react/icons/radio';
import RectangleVertical from 'lucide-react/icons/rectangle-vertical';
import Redo2 from 'lucide-react/icons/redo-2';
import Square from 'lucide-react/icons/square';
import SquareSplitHorizontal from 'lucide-react/icons/square-split-horizontal';
import Undo2 from 'lucide-react/icons/undo-2';
import { type Action, type Offer, offer } from '../page/actions/action.ts';
import { redo, sceneKeys, setCanvas, setStudioMode, switchTo, take, undo } from '../scenes/public.ts';

/** What the studio's actions work on. */
export interface StudioTarget {
  scenes: readonly Scene[];
  canUndo: boolean;
  canRedo: boolean;
  studioMode: boolean;
  portrait: boolean;
  onAir: boolean;
  /** Whether something that is not on air could be. */
  canGoLive: boolean;
  muteAll: () => void;
  addInput: () => void;
  recording: boolean;
  record: () => void;
  showRecordings: () => void;
  goLive: () => void;
  end: () => void;
}

const goLive: Action<StudioTarget> = {
  name: 'studio.go-live',
  group: 'live',
  Icon: Radio,
  label: (t) => t('live.go_live'),
  keys: 'Shift+L',
  when: ({ canGoLive }) => (canGoLive ? 'ready' : 'hidden'),
  perform: ({ goLive: open }) => open(),
};

const end: Action<StudioTarget> = {
  name: 'studio.end',
  group: 'live',
  Icon: Square,
  label: (t) => t('live.end'),
  keys: 'Shift+E',
  danger: true,
  when: ({ onAir }) => (onAir ? 'ready' : 'hidden'),
  perform: ({ end: ask }) => ask(),
};

const showScene: Action<{ scene: Scene; index: number }> = {
  name: 'studio.scene',
  group: 'studio',
  Icon: Clapperboard,
  label: (t, { scene }) => t('studio.show_scene', { name: scene.name }),
  perform: ({ scene }) => switchTo(scene.id),
};

const takeNow: Action<StudioTarget> = {
  name: 'studio.take',
  group: 'studio',
  Icon: ArrowLeftRight,
  label: (t) => t('studio.take'),
  keys: 'Enter',
  when: ({ studioMode }) => (studioMode ? 'ready' : 'hidden'),
  perform: take,
};

const mode: Action<StudioTarget> = {
  name: 'studio.mode',
  group: 'studio',
  Icon: SquareSplitHorizontal,
  label: (t, { studioMode }) => t(studioMode ? 'studio.mode_off' : 'studio.mode_on'),
  keys: 'm',
  perform: ({ studioMode }) => setStudioMode(!studioMode),
};

const shape: Action<StudioTarget> = {
  name: 'studio.shape',
  group: 'studio',
  Icon: RectangleVertical,
  label: (t, { portrait }) => t(portrait ? 'studio.edit_landscape' : 'studio.edit_portrait'),
  keys: 'v',
  perform: ({ portrait }) => setCanvas(portrait ? 'landscape' : 'portrait'),
};

const back: Action<StudioTarget> = {
  name: 'studio.undo',
  group: 'studio',
  Icon: Undo2,
  label: (t) => t('studio.undo'),
  keys: '$mod+z',
  when: ({ canUndo }) => (canUndo ? 'ready' : { because: 'studio.nothing_to_undo' }),
  perform: undo,
};

const forth: Action<StudioTarget> = {
  name: 'studio.redo',
  group: 'studio',
  Icon: Redo2,
  label: (t) => t('studio.redo'),
  keys: '$mod+Shift+z',
  when: ({ canRedo }) => (canRedo ? 'ready' : { because: 'studio.nothing_to_redo' }),
  perform: redo,
};

const add: Action<StudioTarget> = {
  name: 'studio.add-input',
  group: 'studio',
  Icon: Plus,
  label: (t) => t('studio.add_input'),
  keys: 'a',
  perform: ({ addInput }) => addInput(),
};

const muteAll: Action<StudioTarget> = {
  name: 'studio.mute-all',
  group: 'studio',
  Icon: MicOff,
  label: (t) => t('studio.mute_all'),
  keys: 'Shift+M',
  perform: ({ muteAll: mute }) => mute(),
};

const record: Action<StudioTarget> = {
  name: 'studio.record',
  group: 'studio',
  Icon: Disc,
  label: (t, { recording }) => t(recording ? 'studio.stop_recording' : 'studio.record'),
  keys: 'r',
  perform: ({ record: toggle }) => toggle(),
};

const recordings: Action<StudioTarget> = {
  name: 'studio.recordings',
  group: 'studio',
  Icon: Film,
  label: (t) => t('studio.show_recordings'),
  perform: ({ showRecordings }) => showRecordings(),
};

/** What can be done in the studio now. */
export function studioOffers(target: StudioTarget) {
  return {
    goLive: offer(goLive, target),
    end: offer(end, target),
    take: offer(takeNow, target),
    mode: offer(mode, target),
    shape: offer(shape, target),
    undo: offer(back, target),
    redo: offer(forth, target),
    add: offer(add, target),
    muteAll: offer(muteAll, target),
    record: offer(record, target),
    recordings: offer(recordings, target),
  } satisfies Record<string, Offer>;
}

/** Scenes by their keys, or by their number. */
export function sceneOffers(scenes: readonly Scene[]): Offer[] {
  return scenes.map((scene, index) => ({
    ...offer(showScene, { scene, index }, scene.id),
    keys: sceneKeys(scene, index) ?? undefined,
  }));
}
