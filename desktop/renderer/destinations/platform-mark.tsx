import { findPlatform } from '@neustream/shared/destinations/registry.ts';
import { inkOn } from './contrast.ts';

/** The first letter of a platform in its colour. Decorative: its name is next to it. */
export function PlatformMark({ platform, dimmed = false }: { platform: string; dimmed?: boolean }) {
  const known = findPlatform(platform);
  const color = known?.color ?? '#5b6472';
  return (
    <span
      aria-hidden
      className={`grid size-9 shrink-0 place-items-center rounded-lg text-base font-bold shadow-card ring-1 ring-line transition-opacity ${dimmed ? 'opacity-45 grayscale' : ''}`}
      style={{ backgroundColor: color, color: inkOn(color) }}
    >
      {(known?.name ?? platform).slice(0, 1).toUpperCase()}
    </span>
  );
}
