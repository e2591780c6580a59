import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import { useText } from '../i18n/text.ts';
import { PlatformMark } from './platform-mark.tsx';

/** Tiles of all platforms. */
export function PlatformChoice({
  value,
  onChoose,
}: {
  value: string;
  onChoose: (platform: Platform) => void;
}) {
  const { t } = useText();
  return (
    <RadioGroup
      aria-label={t('destinations.platform')}
      value={value}
      onValueChange={(id: string) => {
        const platform = PLATFORMS.find((one) => one.id === id);
        if (platform !== undefined) onChoose(platform);
      }}
      className="grid grid-cols-3 gap-2 sm:grid-cols-4"
    >
      {PLATFORMS.map((platform) => (
        <Radio.Root
          key={platform.id}
          value={platform.id}
          aria-label={platform.name}
          className="flex cursor-pointer flex-col items-center gap-1.5 rounded-xl border border-line p-2.5 text-sm font-medium transition-colors hover:border-edge data-checked:border-accent-text data-checked:bg-accent-soft"
        >
          <PlatformMark platform={platform.id} />
          <span className="w-full truncate text-center">{platform.name}</span>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
