import { type RefObject, useEffect, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { useNotify } from './toast.tsx';

/** When what nobody has asked for yet is fetched, in ms: the page is there by then, and nothing waits for it. */
const AHEAD_MS = 3000;

/** Code that is fetched when it is first needed. */
export interface Later<T> {
  /** Null until it has come. */
  found: () => T | null;
  /** One try for all who ask; after a failure the next one tries again. */
  fetch: () => Promise<T>;
}

export function later<T>(load: () => Promise<T>): Later<T> {
  let fetching: Promise<T> | null = null;
  let found: T | null = null;
  return {
    found: () => found,
    fetch: () => {
      fetching ??= load().then(
        (loaded) => {
          found = loaded;
          return loaded;
        },
        (error: unknown) => {
          fetching = null;
          throw error;
        },
      );
      return fetching;
    },
  };
}

export interface LaterOptions {
  /** Somebody waits for it. */
  isWanted: boolean;
  /** It could not be fetched, and the person was told so. */
  onFailed: () => void;
  /** What stands in its place: it is left alone while the person is at it, unless they ask. */
  stand?: RefObject<Element | null>;
}

/**
 * Code that a component needs later: at once when it is wanted, and else once the page rests, so that it is there even
 * if the server is away by then. Null until it has come.
 */
export function useLater<T>(part: Later<T>, { isWanted, onFailed, stand }: LaterOptions): T | null {
  const { t } = useText();
  const notify = useNotify();
  const [found, setFound] = useState(() => part.found());
  useEffect(
    () =>
      onceAtRest(() => {
        part.fetch().then(
          (loaded) => {
            if (stand?.current?.matches(':hover, :focus, :active') !== true) setFound(() => loaded);
          },
          // Whoever asks for it is told.
          () => undefined,
        );
      }),
    [part, stand],
  );
  const isMissing = isWanted && found === null;
  useEffect(() => {
    if (!isMissing) return;
    let isAwaited = true;
    part.fetch().then(
      (loaded) => setFound(() => loaded),
      () => {
        if (!isAwaited) return;
        notify(t('errors.OFFLINE'), { description: t('errors.OFFLINE_action'), error: true });
        onFailed();
      },
    );
    return () => {
      isAwaited = false;
    };
  }, [part, isMissing, onFailed, notify, t]);
  return found;
}

/** Does it when the page has nothing else to do. Call the result to leave it. */
function onceAtRest(work: () => void): () => void {
  const timer = setTimeout(() => {
    // Safari has no such call.
    if ('requestIdleCallback' in window) requestIdleCallback(work);
    else work();
  }, AHEAD_MS);
  return () => clearTimeout(timer);
}
