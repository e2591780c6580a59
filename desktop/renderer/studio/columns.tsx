import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from 'react';
import { useText } from '../i18n/text.ts';
import { readStored, writeStored } from '../ui/stored.ts';
import { boundsOf, LEAST_REM, type Side, USUAL_WIDTHS, type Widths, widthsFrom } from './column-widths.ts';

const STORED = 'neustream.studio.columns';
/** How far an arrow key moves an edge, in percent. */
const STEP = 2;

export interface ColumnsProps {
  left: ReactNode;
  middle: ReactNode;
  right: ReactNode;
}

/** Three columns; people drag the edges between them, or move them by arrow keys. A double click takes that back. */
export function Columns({ left, middle, right }: ColumnsProps) {
  const all = useRef<HTMLDivElement>(null);
  const [widths, setWidths] = useState(() => widthsFrom(readStored(STORED)));
  const set = (next: Widths) => {
    setWidths(next);
    writeStored(STORED, JSON.stringify(next));
  };
  const columns = [
    `max(${LEAST_REM.left}rem, ${widths.left}%) 0.25rem`,
    `minmax(${LEAST_REM.middle}rem, 1fr)`,
    `0.25rem max(${LEAST_REM.right}rem, ${widths.right}%)`,
  ];
  return (
    <div
      ref={all}
      className="grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)]"
      style={{ gridTemplateColumns: columns.join(' ') }}
    >
      <div className="flex min-h-0 min-w-0 flex-col bg-surface">{left}</div>
      <Edge side="left" all={all} widths={widths} onWidths={set} />
      <div className="flex min-h-0 min-w-0 flex-col">{middle}</div>
      <Edge side="right" all={all} widths={widths} onWidths={set} />
      <div className="min-h-0 min-w-0 overflow-y-auto bg-surface">{right}</div>
    </div>
  );
}

interface EdgeProps {
  side: Side;
  all: RefObject<HTMLDivElement | null>;
  widths: Widths;
  onWidths: (widths: Widths) => void;
}

/** The edge of an outer column. */
function Edge({ side, all, widths, onWidths }: EdgeProps) {
  const { t } = useText();
  const width = widths[side];
  const set = (wanted: number) => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const { least, most } = boundsOf(side, widths, (all.current?.clientWidth ?? 0) / rem);
    const next = Math.min(most, Math.max(least, wanted));
    onWidths(side === 'left' ? { left: next, right: widths.right } : { left: widths.left, right: next });
  };
  const drag = ({ currentTarget, pointerId, clientX }: PointerEvent) => {
    const box = all.current?.getBoundingClientRect();
    if (box === undefined || !currentTarget.hasPointerCapture(pointerId)) return;
    set(((side === 'left' ? clientX - box.left : box.right - clientX) / box.width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const outwards = side === 'left' ? -STEP : STEP;
    const steps: Partial<Record<string, number>> = { ArrowLeft: outwards, ArrowRight: -outwards };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(width + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      title={t(`studio.column.${side}`)}
      aria-valuenow={Math.round(width)}
      aria-valuemin={0}
      aria-valuemax={100}
      className="cursor-col-resize touch-none bg-line transition-colors outline-none hover:bg-accent focus-visible:bg-accent-text"
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => onWidths(USUAL_WIDTHS)}
      onKeyDown={press}
    />
  );
}
