import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { type SceneCollection, sceneCollection } from '@neustream/shared/studio/scenes.ts';
import type { ApiClient } from '../api/client.ts';
import { openCollection, useCollection } from '../scenes/public.ts';
import { forgetKeptScenes, keepScenes, keptScenes } from './kept-scenes.ts';

/** How long after a change it is sent, in ms, and how long to wait after a failure. */
const SETTLE_MS = 1500;
const RETRY_MS = 10_000;

/** `theirs`: another window stored newer scenes; `refused`: these are not taken, for example because they are too many. */
export type SavingState = 'saved' | 'waiting' | 'offline' | 'theirs' | 'refused';

/** Answers after which the same may be taken later: signed out, too slow, too often. */
const PASSING = [401, 408, 429];

interface Kept {
  owner: string;
  revision: number;
  collection: SceneCollection;
  /** What was on its way to the server then, as the next revision: nobody knows whether it arrived. */
  sending: SceneCollection | null;
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
  /** What is to be stored. */
  #current: SceneCollection | null = null;
  #sending: SceneCollection | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => undefined;
  #closed = false;

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
    // Left in the meantime: another one may be loading already.
    if (this.#closed) return;
    const stored = answer?.stored ?? null;
    this.#revision = stored?.revision ?? kept?.revision ?? 0;
    this.#stored = stored?.collection ?? null;
    // Changed here while the server was away, and nowhere else since.
    const isOurs = kept !== null && (answer === null || isBasedOn(kept, stored));
    openCollection(isOurs ? kept.collection : (stored?.collection ?? fresh()), this.#owner);
    this.#stop = useCollection.subscribe(({ collection }, before) => {
      if (collection !== before.collection && collection !== null) this.#follow(collection);
    });
    const { collection } = useCollection.getState();
    if (collection !== null) this.#follow(collection);
  }

  /**
   * Stores what is here over what another window stored.
   * @throws ApiFailure
   */
  async keepMine(): Promise<void> {
    const { stored } = await this.#api.call('readCollection', {});
    this.#revision = stored?.revision ?? 0;
    this.#schedule(0);
  }

  /**
   * Shows what another window stored.
   * @throws ApiFailure
   */
  async takeTheirs(): Promise<void> {
    const { stored } = await this.#api.call('readCollection', {});
    if (stored === null || this.#closed) return;
    this.#revision = stored.revision;
    this.#stored = stored.collection;
    openCollection(stored.collection, this.#owner);
  }

  /** Sends what was not sent yet. */
  close(): void {
    this.#closed = true;
    this.#stop();
    clearTimeout(this.#timer);
    if (this.#current !== this.#stored) void this.#send();
  }

  #follow(collection: SceneCollection): void {
    this.#current = collection;
    this.#settle();
  }

  /** After each change, and once something was stored. */
  #settle(): void {
    clearTimeout(this.#timer);
    if (this.#current === null || this.#current === this.#stored) {
      forgetKeptScenes();
      this.#onState('saved');
      return;
    }
    if (this.#closed) {
      // Nothing is kept any more: the person may have signed out.
      void this.#send();
      return;
    }
    const kept: Kept = {
      owner: this.#owner,
      revision: this.#revision,
      collection: this.#current,
      sending: this.#sending,
    };
    keepScenes(JSON.stringify(kept));
    this.#onState('waiting');
    this.#schedule(SETTLE_MS);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    const collection = this.#current;
    // What changes while something is on its way follows it.
    if (collection === null || this.#sending !== null) return;
    this.#sending = collection;
    const sent = await this.#store(collection);
    this.#sending = null;
    if (sent === null) return;
    this.#revision = sent;
    this.#stored = collection;
    this.#settle();
  }

  /** The new revision, or null when it was not stored. */
  async #store(collection: SceneCollection): Promise<number | null> {
    try {
      const body = { based_on: this.#revision, collection };
      return (await this.#api.call('saveCollection', { body })).revision;
    } catch (error) {
      const state = stateAfter(error);
      this.#onState(state);
      if (state === 'offline' && !this.#closed) this.#schedule(RETRY_MS);
      return null;
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

function stateAfter(error: unknown): SavingState {
  if (!(error instanceof ApiFailure)) return 'offline';
  if (error.code === 'CHANGED_ELSEWHERE') return 'theirs';
  const isRefused = error.status >= 400 && error.status < 500 && !PASSING.includes(error.status);
  return isRefused ? 'refused' : 'offline';
}

/** Whether nobody else has stored anything since: the newest revision is the one that was changed, or came from here. */
function isBasedOn(
  { revision, sending }: Kept,
  stored: { revision: number; collection: SceneCollection } | null,
): boolean {
  if (revision === (stored?.revision ?? 0)) return true;
  if (sending == null || stored?.revision !== revision + 1) return false;
  return textOf(sending) === textOf(stored.collection);
}

/** The same for the same scenes, however their fields are ordered. */
function textOf(collection: SceneCollection): string {
  const { success, data } = sceneCollection.safeParse(collection);
  return success ? JSON.stringify(data) : '';
}
