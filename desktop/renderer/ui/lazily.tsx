import type { ComponentType } from 'react';
import { later, useLater } from './later.ts';

/**
 * A part of a page whose code is fetched when it is first shown: a page that is being opened does not wait for what
 * nobody has asked for.
 * @param isShown by default as soon as it is rendered
 */
export function lazily<P extends object>(
  load: () => Promise<ComponentType<P>>,
  isShown: (props: P) => boolean = () => true,
  onFailed: (props: P) => void = () => undefined,
): ComponentType<P> {
  const part = later(load);
  return function Lazily(props: P) {
    const Part = useLater(part, { isWanted: isShown(props), onFailed: () => onFailed(props) });
    return Part === null ? null : <Part {...props} />;
  };
}

/** A dialog that is fetched when it is first opened. One that cannot be fetched is closed again. */
export function lazyDialog<P extends { onClose: () => void }>(
  load: () => Promise<ComponentType<P>>,
  isOpen: (props: P) => boolean,
): ComponentType<P> {
  return lazily(load, isOpen, ({ onClose }) => onClose());
}
