import { Field } from '@base-ui/react/field';
import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { type KeyboardEvent, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { cx } from './cx.ts';
import { FieldShell, type TextFieldProps } from './field.tsx';
import { IconButton } from './icon-button.tsx';
import { inputClass } from './input-class.ts';

/** A password or key: hidden until revealed, with a note when Caps Lock is on. */
export function SecretField({
  label,
  hint,
  announceHint,
  error,
  value,
  onText,
  mono = false,
  ...rest
}: TextFieldProps) {
  const { t } = useText();
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <FieldShell
      label={label}
      hint={capsLock ? t('auth.caps_lock') : hint}
      announceHint={announceHint}
      error={error}
    >
      <div className="relative">
        <Field.Control
          {...rest}
          type={shown ? 'text' : 'password'}
          value={value}
          onValueChange={(text) => onText(text)}
          onKeyDown={look}
          onKeyUp={look}
          onBlur={() => setCapsLock(false)}
          spellCheck={false}
          autoCapitalize="none"
          className={cx(inputClass, 'pr-11', mono && 'font-mono text-sm')}
        />
        <span className="absolute top-1 right-1">
          <IconButton
            label={shown ? t('common.hide') : t('common.show')}
            aria-pressed={shown}
            icon={shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
            onClick={() => setShown(!shown)}
          />
        </span>
      </div>
    </FieldShell>
  );
}
