import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

export interface FittedProps {
  /** Width by height. */
  aspect: number;
  children: (size: { width: number; height: number }) => ReactNode;
}

/** As large as its place allows at a fixed shape. */
export function Fitted({ aspect, children }: FittedProps) {
  const place = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      const fitted = Math.min(width, height * aspect);
      setSize({ width: Math.floor(fitted), height: Math.floor(fitted / aspect) });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [aspect]);
  return (
    <div ref={place} className="grid size-full min-h-0 place-items-center">
      <div className="relative" ref={(element) => setStyle(element, size)}>
        {size.width > 0 && children(size)}
      </div>
    </div>
  );
}

function setStyle(element: HTMLElement | null, { width, height }: { width: number; height: number }): void {
  if (element === null) return;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}
