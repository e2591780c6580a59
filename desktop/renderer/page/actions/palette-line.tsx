import { Autocomplete } from '@base-ui/react/autocomplete';
import { useText } from '../../i18n/text.ts';
import { cx } from '../../ui/cx.ts';
import { KeyCaps } from './key-caps.tsx';
import type { Line } from './palette-lines.ts';

/** One line of the palette; one that cannot be done now says why and stays focusable. */
export function PaletteLine({ line, onChoose }: { line: Line; onChoose: (line: Line) => void }) {
  const { t } = useText();
  const { availability, Icon, keys, danger } = line.offer;
  const ready = availability === 'ready';
  return (
    <Autocomplete.Item
      value={line}
      aria-disabled={!ready}
      onClick={() => onChoose(line)}
      className="flex min-h-10 cursor-default scroll-my-1.5 items-center gap-3 rounded-lg px-2.5 py-2 outline-none select-none data-highlighted:bg-hover"
    >
      <Icon aria-hidden className={cx('size-4 shrink-0', danger && ready ? 'text-bad' : 'text-faint')} />
      <span className="min-w-0 flex-1">
        <span className={cx('block truncate', !ready && 'text-muted', danger && ready && 'text-bad')}>
          {line.label}
        </span>
        {typeof availability === 'object' && (
          <span className="block text-sm text-muted">{t(availability.because)}</span>
        )}
      </span>
      {keys !== undefined && (
        <span className="max-sm:hidden">
          <KeyCaps keys={keys} />
        </span>
      )}
    </Autocomplete.Item>
  );
}
