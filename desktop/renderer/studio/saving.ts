import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { type SceneCollection, sceneCollection } from '@neustream/shared/studio/scenes.ts';
import type { ApiClient } from '../api/client.ts';
import { openCollection, useCollection } from '../scenes/public.ts';
import { forgetKeptScenes, keepScenes, keptScenes } from './kept-scenes.ts';

/** How long after a change it is sent, in ms, and how long to wait after a failure. */
const SETTLE_MS = 1500;
const RETRY_MS = 10_000;

/** `theirs`: another window stored newer scenes. */
export type SavingState = 'saved' | 'waiting' | 'offline' | 'theirs';

interface Kept {
  owner: string;
  revision: number;
  collection: SceneCollection;
}

/**
 * Loads a person's scenes, and keeps them: at once in this browser, and soon after on the server. What was changed while
 * the server was away is sent when it is back.
 */
export class Saving {
  readonly #api: ApiClient;
  readonly #owner: string;
  readonly #onState: (state: SavingState) => void;
  #revision = 0;
  #stored: SceneCollection | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => undefined;
  #sending = false;

  constructor(deps: { api: ApiClient; owner: string; onState: (state: SavingState) => void }) {
    this.#api = deps.api;
    this.#owner = deps.owner;
    this.#onState = deps.onState;
  }

  /**
   * @param fresh what a new studio begins with
   * @throws ApiFailure when the server is away and nothing is kept here
   */
  async load(fresh: () => SceneCollection): Promise<void> {
    const kept = this.#kept();
    const answer = await this.#api.call('readCollection', {}).catch((error: unknown) => {
      if (kept === null) throw error;
      return null;
    });
    const stored = answer?.stored ?? null;
    this.#revision = stored?.revision ?? kept?.revision ?? 0;
    this.#stored = stored?.collection ?? null;
    // Changed here while the server was away, and nowhere else since.
    const isOurs = kept !== null && (answer === null || kept.revision === this.#revision);
    openCollection(isOurs ? kept.collection : (stored?.collection ?? fresh()));
    this.#stop = useCollection.subscribe(({ collection }, before) => {
      if (collection !== before.collection && collection !== null) this.#changed(collection);
    });
    const { collection } = useCollection.getState();
    if (collection !== null && collection !== this.#stored) this.#changed(collection);
  }

  /** Stores what is here over what another window stored. */
  keepMine(): void {
    void this.#api.call('readCollection', {}).then(({ stored }) => {
      this.#revision = stored?.revision ?? 0;
      this.#schedule(0);
    });
  }

  /** Shows what another window stored. */
  async takeTheirs(): Promise<void> {
    const { stored } = await this.#api.call('readCollection', {});
    if (stored === null) return;
    this.#revision = stored.revision;
    this.#stored = stored.collection;
    forgetKeptScenes();
    openCollection(stored.collection);
    this.#onState('saved');
  }

  close(): void {
    this.#stop();
    clearTimeout(this.#timer);
    const { collection } = useCollection.getState();
    if (collection !== null && collection !== this.#stored) void this.#send();
  }

  #changed(collection: SceneCollection): void {
    const kept: Kept = { owner: this.#owner, revision: this.#revision, collection };
    keepScenes(JSON.stringify(kept));
    this.#onState('waiting');
    this.#schedule(SETTLE_MS);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    const { collection } = useCollection.getState();
    if (collection === null) return;
    if (this.#sending) return this.#schedule(SETTLE_MS);
    this.#sending = true;
    try {
      const body = { based_on: this.#revision, collection };
      const { revision } = await this.#api.call('saveCollection', { body });
      this.#revision = revision;
      this.#stored = collection;
      if (useCollection.getState().collection === collection) {
        forgetKeptScenes();
        this.#onState('saved');
      }
    } catch (error) {
      const isTheirs = error instanceof ApiFailure && error.code === 'CHANGED_ELSEWHERE';
      this.#onState(isTheirs ? 'theirs' : 'offline');
      if (!isTheirs) this.#schedule(RETRY_MS);
    } finally {
      this.#sending = false;
    }
  }

  #kept(): Kept | null {
    try {
      const kept = JSON.parse(keptScenes() ?? 'null') as Kept | null;
      if (kept?.owner !== this.#owner) return null;
      return { ...kept, collection: sceneCollection.parse(kept.collection) };
    } catch {
      return null;
    }
  }
}
