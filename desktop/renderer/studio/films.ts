import { CANVAS_NAMES, type SceneCollection } from '@neustream/shared/studio/scenes.ts';
import type { Change, Engine } from '../engine/public.ts';
import { drawnLayers } from '../scenes/public.ts';

/** Has films play while viewers see them: each begins when a scene shows it, and stops once it is gone. */
export class Films {
  readonly #engine: Engine;
  readonly #unlisten: () => void;
  readonly #durations = new Map<string, number>();
  /** Those that play; with a timer where they go on only until a change is over. */
  readonly #playing = new Map<string, ReturnType<typeof setTimeout> | null>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#unlisten = engine.on((message) => {
      if (message.type === 'film-open') this.#durations.set(message.inputId, message.durationMs);
    });
  }

  /** How long a film is; null until it was read. */
  durationMs(inputId: string): number | null {
    return this.#durations.get(inputId) ?? null;
  }

  /** Hands a film to the engine, in place of the one before. */
  open({
    inputId,
    file,
    loop,
    sound,
  }: {
    inputId: string;
    file: Blob;
    loop: boolean;
    sound: MessagePort;
  }): void {
    this.#durations.delete(inputId);
    this.#engine.send({ type: 'film', inputId, file, loop, sound }, [sound]);
    if (this.#playing.has(inputId)) this.#engine.send({ type: 'play', inputId, playing: true });
  }

  forget(inputId: string): void {
    clearTimeout(this.#playing.get(inputId) ?? undefined);
    this.#playing.delete(inputId);
    this.#durations.delete(inputId);
  }

  /** Plays what viewers see from now on. @param change how the programme comes to show it */
  follow(collection: SceneCollection, programmeId: string, change: Change): void {
    const drawn = new Set(
      CANVAS_NAMES.flatMap((canvas) =>
        drawnLayers(collection, programmeId, canvas).map(({ inputId }) => inputId),
      ),
    );
    const films = collection.inputs.filter(({ kind }) => kind === 'media');
    for (const { id } of films) {
      if (drawn.has(id)) this.#play(id);
      else if (this.#playing.get(id) === null)
        this.#stopAfter(id, change.kind === 'cut' ? 0 : change.durationMs);
    }
    if (change.kind === 'stinger') {
      this.#engine.send({ type: 'play', inputId: change.inputId, playing: true });
    }
  }

  close(): void {
    this.#unlisten();
    for (const id of [...this.#playing.keys()]) this.forget(id);
  }

  #play(inputId: string): void {
    const leaving = this.#playing.get(inputId);
    this.#playing.set(inputId, null);
    if (leaving === undefined) this.#engine.send({ type: 'play', inputId, playing: true });
    // It comes back before it was gone.
    else if (leaving !== null) clearTimeout(leaving);
  }

  #stopAfter(inputId: string, ms: number): void {
    const stop = () => {
      this.#playing.delete(inputId);
      this.#engine.send({ type: 'play', inputId, playing: false });
    };
    if (ms === 0) stop();
    else this.#playing.set(inputId, setTimeout(stop, ms));
  }
}
