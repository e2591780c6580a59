import type { CanvasName } from '@neustream/shared/studio/scenes.ts';
import { useEffect, useId, useRef } from 'react';
import type { Engine } from '../../engine/public.ts';

export interface SurfaceProps {
  engine: Engine;
  canvas: CanvasName;
  of: 'programme' | 'preview';
  label: string;
}

/** A picture that the engine draws by itself, as large as its box. React never draws it again. */
export function Surface({ engine, canvas, of, label }: SurfaceProps) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // Made here, because an element can be handed to the engine only once.
    const picture = document.createElement('canvas');
    picture.className = 'block size-full';
    element.replaceChildren(picture);
    const surface = picture.transferControlToOffscreen();
    engine.send({ type: 'surface', id, canvas, of, surface }, [surface]);
    const follow = () => {
      const { width, height } = element.getBoundingClientRect();
      const scale = Math.min(window.devicePixelRatio, 2);
      engine.send({ type: 'surface-size', id, width: width * scale, height: height * scale });
    };
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    follow();
    return () => {
      observer.disconnect();
      engine.send({ type: 'surface-gone', id });
      picture.remove();
    };
  }, [engine, canvas, of, id]);
  return <div ref={box} role="img" aria-label={label} className="size-full overflow-hidden bg-black" />;
}
