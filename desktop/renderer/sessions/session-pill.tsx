import Circle from 'lucide-react/icons/circle';
import CircleAlert from 'lucide-react/icons/circle-alert';
import LoaderCircle from 'lucide-react/icons/loader-circle';
import PowerOff from 'lucide-react/icons/power-off';
import Radio from 'lucide-react/icons/radio';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import { StatusPill } from '../ui/status-pill.tsx';
import { SESSION_TONES, type SessionLook } from './session-look.ts';

const ICONS: Record<SessionLook, ReactNode> = {
  offline: <PowerOff aria-hidden />,
  starting: <Circle aria-hidden />,
  connecting: <LoaderCircle aria-hidden className="animate-spin" />,
  live: <Radio aria-hidden className="animate-breathe" />,
  ending: <LoaderCircle aria-hidden className="animate-spin" />,
  error: <CircleAlert aria-hidden />,
};

export function SessionPill({ look }: { look: SessionLook }) {
  const { t } = useText();
  return (
    <StatusPill tone={SESSION_TONES[look]} icon={ICONS[look]} data-testid="session-status" data-status={look}>
      {t(`live.status_${look}`)}
    </StatusPill>
  );
}
