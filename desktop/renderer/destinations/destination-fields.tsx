import ExternalLink from 'lucide-react/icons/external-link';
import { useText } from '../i18n/text.ts';
import { TextField } from '../ui/field.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { SelectField } from '../ui/select.tsx';
import type { Form } from '../ui/use-form.ts';
import { CapsHint } from './caps-hint.tsx';
import { type DestinationValues, OWN_ADDRESS, platformOf } from './destination-form.ts';

/** Name, server and key of a destination, as its platform needs them. */
export function DestinationFields({ form, isNew }: { form: Form<DestinationValues>; isNew: boolean }) {
  const { t } = useText();
  const { values, set, errors } = form;
  const platform = platformOf(values);
  const servers = platform.servers.map((server) => ({ value: server.address, label: server.name }));
  if (platform.ownAddress || values.server === OWN_ADDRESS) {
    servers.push({ value: OWN_ADDRESS, label: t('destinations.server_own') });
  }
  const own = values.server === OWN_ADDRESS;
  return (
    <>
      <TextField
        label={t('destinations.name')}
        value={values.name}
        onText={(name) => set({ name })}
        error={errors.name}
      />
      {servers.length > 1 && (
        <SelectField
          label={t('destinations.server')}
          value={values.server}
          options={servers}
          onChoose={(server) => set({ server })}
          error={own ? undefined : errors.rtmp_url}
        />
      )}
      {own && (
        <TextField
          label={t('destinations.address')}
          hint={t('destinations.address_hint')}
          mono
          inputMode="url"
          spellCheck={false}
          autoCapitalize="none"
          placeholder="rtmps://live.example.com/app"
          value={values.address}
          onText={(address) => set({ address })}
          error={errors.rtmp_url}
        />
      )}
      <SecretField
        label={t('destinations.stream_key')}
        hint={isNew ? t('destinations.stream_key_hint') : t('destinations.stream_key_kept')}
        mono
        autoComplete="off"
        value={values.stream_key}
        onText={(stream_key) => set({ stream_key })}
        error={errors.stream_key}
      />
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
      <CapsHint platform={platform} />
    </>
  );
}
