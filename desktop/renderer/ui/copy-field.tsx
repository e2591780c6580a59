import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { useEffect, useId, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { copyText } from './copy-text.ts';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export interface CopyFieldProps {
  label: string;
  value: string;
  /** Shown as dots until revealed; copying works either way. */
  secret?: boolean;
}

/** A value to paste elsewhere, with a button that copies it. */
export function CopyField({ label, value, secret = false }: CopyFieldProps) {
  const { t } = useText();
  const id = useId();
  const [shown, setShown] = useState(!secret);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium text-muted">
        {label}
      </label>
      <div className="flex items-center gap-0.5 rounded-lg border border-line bg-sunken pr-1 focus-within:border-edge">
        <input
          id={id}
          readOnly
          type={shown ? 'text' : 'password'}
          value={value}
          autoComplete="off"
          onFocus={(event) => event.target.select()}
          className="h-10 min-w-0 flex-1 rounded-lg bg-transparent px-3 font-mono text-sm text-ellipsis"
        />
        {secret && (
          <IconButton
            label={shown ? t('common.hide') : t('common.show')}
            icon={shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
            onClick={() => setShown(!shown)}
          />
        )}
        <IconButton
          label={t('common.copy_named', { name: label })}
          tip={copied ? t('common.copied') : t('common.copy')}
          className={cx(copied && 'text-ok!')}
          icon={copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          onClick={async () => setCopied(await copyText(value))}
        />
      </div>
      <span role="status" className="sr-only">
        {copied ? t('common.copied') : ''}
      </span>
    </div>
  );
}
