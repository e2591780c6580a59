import type { SoundSettings, StudioInput } from '@neustream/shared/studio/inputs.ts';
import { CANVAS_NAMES, type SceneCollection } from '@neustream/shared/studio/scenes.ts';
import type { Mixer, Player } from '../audio/public.ts';
import {
  CaptureFailure,
  type CaptureProblem,
  followDevices,
  followPermissions,
  lookForDevices,
  type Opened,
  openCamera,
  openMicrophone,
  openScreen,
} from '../capture/public.ts';
import { type Change, type Engine, framesOf } from '../engine/public.ts';
import {
  drawnLayers,
  fileOf,
  renderStill,
  STINGER_ID,
  shownInputs,
  stillKey,
  stingerInput,
  useCollection,
} from '../scenes/public.ts';
import { Films } from './films.ts';
import { forgetInputState, setInputState, useInputStates } from './inputs-state.ts';

/** What an input is opened with: it is opened again when this changes. */
function openKey(input: StudioInput): string {
  switch (input.kind) {
    case 'camera':
      return `camera ${input.deviceId}`;
    case 'microphone': {
      const { suppression, echoCancellation, autoGain } = input.sound;
      return `microphone ${input.deviceId} ${suppression !== 'off'} ${echoCancellation} ${autoGain}`;
    }
    case 'screen':
      return `screen ${input.withSound}`;
    case 'media':
      return `media ${input.asset?.sha256} ${input.loop}`;
    default:
      return stillKey(input);
  }
}

function soundOf(input: StudioInput): SoundSettings | null {
  return 'sound' in input ? input.sound : null;
}

type MediaInput = Extract<StudioInput, { kind: 'media' }>;

/** What the coming and going of devices may mend. */
const ABSENT: readonly CaptureProblem[] = ['lost', 'no-device', 'in-use'];

const CUT: Change = { kind: 'cut' };

/** Those of the collection, and the film that scenes change beneath. */
function inputsOf(collection: SceneCollection): readonly StudioInput[] {
  const stinger = stingerInput(collection);
  return stinger === null ? collection.inputs : [...collection.inputs, stinger];
}

interface Quality {
  width: number;
  height: number;
  /** Frames per second. */
  frameRate: number;
}

/** One try to open an input: the newest is held, and one that was overtaken is closed again. */
interface Held {
  key: string;
  opened: Opened | null;
  /** Of a file: what its sound is heard through. */
  player: Player | null;
}

/**
 * Keeps what is captured, composed and mixed as the collection says: opens what scenes show and microphones that are
 * heard, closes what nothing shows any more, and opens again what was plugged in again.
 */
export class Connector {
  readonly #engine: Engine;
  readonly #mixer: Mixer;
  readonly #held = new Map<string, Held>();
  readonly #films: Films;
  readonly #stops: (() => void)[];
  #camera: Quality;
  #shown = '';
  #closed = false;

  /** @param camera what cameras are asked for */
  constructor(engine: Engine, mixer: Mixer, camera: Quality) {
    this.#camera = camera;
    this.#engine = engine;
    this.#mixer = mixer;
    this.#films = new Films(engine);
    this.#stops = [
      useCollection.subscribe(() => this.#follow()),
      followDevices(() => this.#tryAgain(ABSENT)),
      followPermissions(() => this.#tryAgain(['denied'])),
      engine.on((message) => {
        if (message.type === 'input-size') setInputState(message.inputId, message);
        if (message.type === 'film-failed') {
          setInputState(message.inputId, { state: 'failed', problem: 'unplayable' });
        }
      }),
    ];
    this.#follow();
  }

  /** Cameras give this much from now on, as far as they can: more would only be made smaller again. */
  setQuality(camera: Quality): void {
    this.#camera = camera;
    const { width, height, frameRate } = camera;
    const wish = { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frameRate } };
    for (const input of this.#inputs()) {
      if (input.kind !== 'camera') continue;
      // One that cannot goes on as it is.
      void this.#held
        .get(input.id)
        ?.opened?.video?.applyConstraints(wish)
        .catch(() => undefined);
    }
  }

  /** Opens an input that needs a click, or failed: call it from the click. */
  open(inputId: string): void {
    const input = this.#inputs().find(({ id }) => id === inputId);
    if (input !== undefined) void this.#open(input, true);
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#films.close();
    for (const id of [...this.#held.keys()]) this.#release(id);
  }

  #inputs(): readonly StudioInput[] {
    const { collection } = useCollection.getState();
    return collection === null ? [] : inputsOf(collection);
  }

  #follow(): void {
    const { collection } = useCollection.getState();
    if (collection === null || this.#closed) return;
    this.#compose(collection);
    const shown = shownInputs(collection);
    const wanted = inputsOf(collection).filter(
      ({ id, kind }) => kind === 'microphone' || id === STINGER_ID || shown.has(id),
    );
    for (const id of [...this.#held.keys()]) if (!wanted.some((input) => input.id === id)) this.#release(id);
    for (const input of wanted) {
      if (this.#held.get(input.id)?.key !== openKey(input)) void this.#open(input, false);
      if (input.kind === 'camera') {
        const { id: inputId, mirrored } = input;
        this.#sendOnce(`mirror ${inputId}`, { type: 'mirror', inputId, mirrored }, mirrored);
      }
      const sound = soundOf(input);
      if (sound !== null) {
        const held = this.#held.get(input.id);
        this.#mixer.setInput(input.id, held?.player ?? held?.opened?.audio ?? null, sound);
      }
    }
  }

  /** Tells the engine what to show. */
  #compose(collection: SceneCollection): void {
    const { programmeId, sceneId, studioMode } = useCollection.getState();
    const isOther = this.#shown !== '' && this.#shown !== programmeId;
    const change = isOther ? this.#changeOf(collection) : CUT;
    this.#films.follow(collection, programmeId, change);
    for (const canvas of CANVAS_NAMES) {
      const layers = drawnLayers(collection, programmeId, canvas);
      this.#sendOnce(`programme ${canvas}`, { type: 'programme', canvas, layers, change }, layers);
      const preview = studioMode ? drawnLayers(collection, sceneId, canvas) : null;
      this.#sendOnce(`preview ${canvas}`, { type: 'preview', canvas, layers: preview }, preview);
    }
    this.#shown = programmeId;
  }

  #changeOf({ transition }: SceneCollection): Change {
    const { kind, durationMs, cutAtMs } = transition;
    if (kind === 'fade') return { kind, durationMs };
    // A film that is not there, or not read yet, is left out.
    const filmMs = kind === 'stinger' ? this.#films.durationMs(STINGER_ID) : null;
    return filmMs === null ? CUT : { kind: 'stinger', inputId: STINGER_ID, durationMs: filmMs, cutAtMs };
  }

  readonly #sent = new Map<string, string>();

  /** Sends what differs from what was sent last: most changes of the store are of something else. */
  #sendOnce(name: string, message: Parameters<Engine['send']>[0], what: unknown): void {
    const text = JSON.stringify(what);
    if (this.#sent.get(name) === text) return;
    this.#sent.set(name, text);
    this.#engine.send(message);
  }

  /** What these inputs failed by is over, perhaps: a device came or went, or was allowed. */
  #tryAgain(problems: readonly CaptureProblem[]): void {
    const states = useInputStates.getState();
    for (const input of this.#inputs()) {
      const problem = states[input.id]?.problem ?? null;
      if (problem !== null && problems.includes(problem)) void this.#open(input, false);
    }
  }

  async #open(input: StudioInput, byClick: boolean): Promise<void> {
    const { id } = input;
    const { opened: before = null, player = null } = this.#held.get(id) ?? {};
    const held: Held = { key: openKey(input), opened: null, player: null };
    this.#held.set(id, held);
    before?.close();
    player?.close();
    const isCurrent = () => !this.#closed && this.#held.get(id) === held;
    const sound = soundOf(input);
    if (sound !== null) this.#mixer.setInput(id, null, sound);
    // A share of the screen begins with a click of the person, never by itself.
    if (input.kind === 'screen' && !byClick) {
      setInputState(id, { state: 'failed', problem: before === null ? 'ask' : 'lost' });
      return;
    }
    setInputState(id, { state: 'opening', problem: null });
    try {
      const opened = await this.#capture(input, held, isCurrent);
      if (!isCurrent()) return opened?.close();
      held.opened = opened;
      if (opened !== null) this.#connect(input, opened, isCurrent);
      setInputState(id, {
        state: 'open',
        problem: null,
        label: opened?.label ?? '',
        settings: opened?.settings ?? {},
      });
      if (input.kind === 'camera' || input.kind === 'microphone') void lookForDevices();
    } catch (error) {
      if (!isCurrent()) return;
      const problem = error instanceof CaptureFailure ? error.problem : 'failed';
      setInputState(id, { state: 'failed', problem });
    }
  }

  /** Null for what is no device. */
  async #capture(input: StudioInput, held: Held, isCurrent: () => boolean): Promise<Opened | null> {
    switch (input.kind) {
      case 'camera':
        return await openCamera({ deviceId: input.deviceId, ...this.#camera });
      case 'microphone':
        return await openMicrophone(input.deviceId, input.sound);
      case 'screen':
        return await openScreen(input);
      case 'colour':
        this.#engine.send({
          type: 'still',
          inputId: input.id,
          still: { kind: 'colour', colour: input.colour },
        });
        return null;
      case 'text':
      case 'image': {
        const bitmap = await renderStill(input);
        if (bitmap === null) throw new CaptureFailure('elsewhere');
        this.#engine.send({ type: 'still', inputId: input.id, still: { kind: 'bitmap', bitmap } }, [bitmap]);
        return null;
      }
      case 'media':
        await this.#openFilm(input, held, isCurrent);
        return null;
      case 'browser':
        throw new CaptureFailure('not-supported');
    }
  }

  async #openFilm(input: MediaInput, held: Held, isCurrent: () => boolean): Promise<void> {
    const file = input.asset === null ? null : await fileOf(input.asset);
    if (file === null) throw new CaptureFailure('elsewhere');
    if (!isCurrent()) return;
    const player = this.#mixer.openPlayer();
    held.player = player;
    this.#films.open({ inputId: input.id, file, loop: input.loop, sound: player.port });
    this.#mixer.setInput(input.id, player, this.#soundNow(input));
  }

  /** As it is set by now: it may have been changed while it was opened. */
  #soundNow(input: MediaInput): SoundSettings {
    return soundOf(this.#inputs().find(({ id }) => id === input.id) ?? input) ?? input.sound;
  }

  #connect(input: StudioInput, opened: Opened, isCurrent: () => boolean): void {
    const { id } = input;
    if (opened.video !== null) {
      const frames = framesOf(opened.video);
      const now = this.#inputs().find((one) => one.id === id);
      const mirrored = now?.kind === 'camera' && now.mirrored;
      this.#engine.send({ type: 'frames', inputId: id, frames, mirrored }, [frames]);
    }
    const sound = soundOf(this.#inputs().find((one) => one.id === id) ?? input);
    if (sound !== null) this.#mixer.setInput(id, opened.audio, sound);
    opened.onEnded(() => {
      // The sound of a share may outlive its picture.
      opened.close();
      if (!isCurrent()) return;
      this.#engine.send({ type: 'input-gone', inputId: id });
      setInputState(id, { state: 'failed', problem: 'lost' });
      const now = this.#inputs().find((one) => one.id === id);
      // It may have been the service that died, and not the device. A share is only offered to be chosen again.
      if (now !== undefined) void this.#open(now, false);
    });
  }

  #release(id: string): void {
    const held = this.#held.get(id);
    held?.opened?.close();
    held?.player?.close();
    this.#films.forget(id);
    this.#held.delete(id);
    this.#engine.send({ type: 'input-gone', inputId: id });
    this.#mixer.removeInput(id);
    forgetInputState(id);
  }
}
