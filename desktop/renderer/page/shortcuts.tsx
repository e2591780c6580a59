import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useText } from '../i18n/text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { readStored, writeStored } from '../ui/stored.ts';
import { Switch } from '../ui/switch.tsx';
import { toggleTheme } from './theme.ts';

const STORED = 'neustream.shortcuts';
const GO = { s: '/sources', h: '/sessions', a: '/account' } as const;

/** Keys of the whole window, with a sheet that lists them (`?`) and can turn them off. */
export function Shortcuts({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const [enabled, setEnabled] = useState(() => readStored(STORED) !== 'off');

  useEffect(() => {
    if (!enabled) return;
    let going = false;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const target = going ? GO[event.key as keyof typeof GO] : undefined;
      going = event.key === 'g';
      if (target !== undefined) navigate(target);
      else if (event.key === '?') onOpen(true);
      else if (event.key === 't') toggleTheme();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [enabled, navigate, onOpen]);

  const rows = [
    { keys: ['g', 's'], text: t('shell.shortcut_sources') },
    { keys: ['g', 'h'], text: t('shell.shortcut_sessions') },
    { keys: ['g', 'a'], text: t('shell.shortcut_account') },
    { keys: ['t'], text: t('shell.shortcut_theme') },
    { keys: ['?'], text: t('shell.shortcut_help') },
  ];
  return (
    <Dialog
      open={open}
      onClose={() => onOpen(false)}
      title={t('shell.shortcuts')}
      text={t('shell.shortcuts_text')}
    >
      <dl className="divide-y divide-line rounded-lg border border-line">
        {rows.map((row) => (
          <div key={row.text} className="flex items-center justify-between gap-4 px-3 py-2.5">
            <dt>{row.text}</dt>
            <dd className="flex items-center gap-1 text-xs text-muted">
              {row.keys.map((key, index) => (
                <span key={key} className="flex items-center gap-1">
                  {index > 0 && t('shell.key_then')}
                  <kbd className="grid h-6 min-w-6 place-items-center rounded-md border border-line bg-sunken px-1.5 font-mono font-semibold text-text">
                    {key}
                  </kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-4">
        <Switch
          label={t('shell.shortcuts_on')}
          checked={enabled}
          onChange={(next) => {
            setEnabled(next);
            writeStored(STORED, next ? null : 'off');
          }}
        />
      </div>
    </Dialog>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest('[role=dialog],[role=menu]') !== null)
  );
}
