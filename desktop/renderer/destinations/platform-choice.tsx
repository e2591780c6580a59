import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import { useWatch } from 'react-hook-form';
import { useText } from '../i18n/text.ts';
import type { Form } from '../page/forms/form.ts';
import { type DestinationValues, withPlatform } from './destination-form.ts';
import { PlatformMark } from './platform-mark.tsx';

/** Tiles of all platforms. */
function PlatformChoice({ value, onChoose }: { value: string; onChoose: (platform: Platform) => void }) {
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
          <span className="w-full text-center text-balance">{platform.name}</span>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

/** The platform of a new destination; server and name change with it. */
export function PlatformInput({ form }: { form: Form<DestinationValues> }) {
  const values = useWatch({ control: form.control, compute: (all: DestinationValues) => all });
  const choose = (platform: Platform): void => {
    form.clearErrors();
    for (const [name, value] of Object.entries(withPlatform(values, platform)))
      form.setValue(name as keyof DestinationValues, value, { shouldDirty: true });
  };
  return <PlatformChoice value={values.platform} onChoose={choose} />;
}
