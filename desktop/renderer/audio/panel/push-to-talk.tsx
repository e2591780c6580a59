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
    const hold = (held: boolean) => (event: KeyboardEvent) => {
      if (event.code !== 'Space' || (held && isElsewhere(event.target))) return;
      event.preventDefault();
      mixer.setPushToTalk(held);
    };
    const [press, release] = [hold(true), hold(false)];
    // A key that is let go while another window has the keyboard is not told.
    const away = () => mixer.setPushToTalk(false);
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

/** Whether the space bar means something else there. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input,textarea,select,button,[role=dialog]') !== null
  );
}
