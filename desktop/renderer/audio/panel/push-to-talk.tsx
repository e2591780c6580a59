import { useEffect, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Switch } from '../../ui/switch.tsx';
import type { Mixer } from '../graph/mixer.ts';

/** With it on, nothing is heard unless the space bar is held. */
export function PushToTalk({ mixer }: { mixer: Mixer }) {
  const { t } = useText();
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (!on) return;
    let held = false;
    const hold = (now: boolean) => {
      held = now;
      mixer.setPushToTalk(now);
    };
    const press = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || isElsewhere(event.target)) return;
      event.preventDefault();
      if (!event.repeat) hold(true);
    };
    const release = (event: KeyboardEvent) => {
      // One that was pressed on a button or in a field is theirs.
      if (event.code !== 'Space' || !held) return;
      event.preventDefault();
      hold(false);
    };
    // A key that is let go while another window has the keyboard is not told.
    const away = () => hold(false);
    mixer.setPushToTalk(false);
    window.addEventListener('keydown', press);
    window.addEventListener('keyup', release);
    window.addEventListener('blur', away);
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener('keyup', release);
      window.removeEventListener('blur', away);
      mixer.setPushToTalk(null);
    };
  }, [mixer, on]);
  return (
    <div className="flex items-center gap-2 text-sm text-muted">
      <span aria-hidden>{t('studio.push_to_talk')}</span>
      <Switch bare label={t('studio.push_to_talk')} checked={on} onChange={setOn} />
    </div>
  );
}

const ELSEWHERE = 'input,textarea,select,button,a,[role=switch],[role=menu],[role=listbox],[role=dialog]';

/** Whether the space bar means something else there. */
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(ELSEWHERE) !== null;
}
