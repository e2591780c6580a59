import ExternalLink from 'lucide-react/icons/external-link';
import { useWatch } from 'react-hook-form';
import { useText } from '../i18n/text.ts';
import { FormSecret, FormSelect, FormText } from '../page/forms/inputs.tsx';
import { AdvancedInputs } from './advanced-inputs.tsx';
import { CapsHint } from './caps-hint.tsx';
import {
  type DestinationValues,
  type FieldsProps,
  type InputProps,
  needsKeyAgain,
  OWN_ADDRESS,
  platformOf,
} from './destination-form.ts';

/** Name, server and key of a destination, as its platform needs them. */
export function DestinationFields({ form, saved }: FieldsProps) {
  const { t } = useText();
  const values = useWatch({ control: form.control, compute: (all: DestinationValues) => all });
  const platform = platformOf(values);
  return (
    <>
      <FormText form={form} name="name" label={t('destinations.name')} autoComplete="off" />
      <ServerInputs form={form} values={values} />
      <KeyInput form={form} saved={saved} values={values} />
      {platform.keyPage !== null && (
        <a
          href={platform.keyPage}
          target="_blank"
          rel="noreferrer"
          className="-mt-2 inline-flex items-center gap-1.5 self-start text-sm font-medium text-accent-text hover:underline"
        >
          {t('destinations.key_page', { platform: platform.name })}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
      <AdvancedInputs form={form} saved={saved} values={values} />
      <CapsHint platform={platform} keepPlace={saved === null} />
    </>
  );
}

/** What has to be entered again for another server. */
const SECRETS: (keyof DestinationValues)[] = ['stream_key', 'password'];

function ServerInputs({ form, values }: InputProps) {
  const { t } = useText();
  const platform = platformOf(values);
  const servers = platform.servers.map((server) => ({ value: server.address, label: server.name }));
  if (platform.ownAddress || values.server === OWN_ADDRESS) {
    servers.push({ value: OWN_ADDRESS, label: t('destinations.server_own') });
  }
  return (
    <>
      {servers.length > 1 && (
        <FormSelect
          form={form}
          name="server"
          deps={SECRETS}
          label={t('destinations.server')}
          options={servers}
        />
      )}
      {values.server === OWN_ADDRESS && (
        <FormText
          form={form}
          name="address"
          deps={SECRETS}
          label={t('destinations.address')}
          hint={t('destinations.address_hint')}
          mono
          inputMode="url"
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          placeholder="rtmps://live.example.com/app"
        />
      )}
    </>
  );
}

function KeyInput({ form, saved, values }: FieldsProps & InputProps) {
  const { t } = useText();
  const again = saved !== null && needsKeyAgain(saved.rtmp_url, values);
  const kept = saved === null ? t('destinations.stream_key_hint') : t('destinations.stream_key_kept');
  return (
    <FormSecret
      form={form}
      name="stream_key"
      label={t('destinations.stream_key')}
      hint={again ? <span className="text-text">{t('destinations.stream_key_again')}</span> : kept}
      announceHint
      aria-required={saved === null || again}
      mono
      autoComplete="off"
    />
  );
}
