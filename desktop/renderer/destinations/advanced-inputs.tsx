import { useFormState } from 'react-hook-form';
import { useText } from '../i18n/text.ts';
import { FormSecret, FormSelect, FormText } from '../page/forms/inputs.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { type FieldsProps, type InputProps, needsKeyAgain } from './destination-form.ts';

/** What encoders mix by default; more can be chosen by API. */
const TRACKS = 6;

/** What only some servers and encoders need: a login, and another sound track. */
export function AdvancedInputs({ form, saved, values }: FieldsProps & InputProps) {
  const { t } = useText();
  const { errors } = useFormState({ control: form.control, name: ['username', 'password'] });
  const used = saved !== null && (saved.username !== null || saved.audio_track !== 0);
  const wrong = errors.username !== undefined || errors.password !== undefined;
  return (
    <Disclosure summary={t('destinations.advanced')} open={used || wrong}>
      <LoginInputs form={form} saved={saved} values={values} />
      <TrackInput form={form} saved={saved} />
    </Disclosure>
  );
}

function LoginInputs({ form, saved, values }: FieldsProps & InputProps) {
  const { t } = useText();
  const kept = saved?.password_set === true && values.username.trim() !== '';
  const again = kept && needsKeyAgain(saved.rtmp_url, values);
  const keptHint = kept ? t('destinations.password_kept') : t('destinations.stream_key_hint');
  return (
    <>
      <FormText
        form={form}
        name="username"
        deps={['password']}
        label={t('destinations.username')}
        hint={t('destinations.login_hint')}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
      />
      <FormSecret
        form={form}
        name="password"
        deps={['username']}
        label={t('destinations.password')}
        hint={again ? <span className="text-text">{t('destinations.password_again')}</span> : keptHint}
        announceHint
        autoComplete="off"
      />
    </>
  );
}

function TrackInput({ form, saved }: FieldsProps) {
  const { t } = useText();
  const chosen = typeof saved?.audio_track === 'number' ? saved.audio_track : 0;
  const options = Array.from({ length: Math.max(TRACKS, chosen + 1) }, (_, track) => ({
    value: String(track),
    label: t('destinations.track', { count: track + 1 }),
  }));
  options.push({ value: 'all', label: t('destinations.track_all') });
  return (
    <FormSelect
      form={form}
      name="audio_track"
      label={t('destinations.audio_track')}
      hint={t('destinations.audio_track_hint')}
      options={options}
    />
  );
}
