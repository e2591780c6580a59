import Ban from 'lucide-react/icons/ban';
import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CirclePause from 'lucide-react/icons/circle-pause';
import LoaderCircle from 'lucide-react/icons/loader-circle';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Snail from 'lucide-react/icons/snail';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.ts';
import { StatusPill } from '../../ui/status-pill.tsx';
import type { DestinationRow } from './destination-rows.ts';
import { isReduced, LOOK_TONES, type RelayLook } from './relay-look.ts';

const ICONS: Record<RelayLook, ReactNode> = {
  live: <Check aria-hidden />,
  connecting: <LoaderCircle aria-hidden className="animate-spin" />,
  reconnecting: <RotateCw aria-hidden className="animate-spin" />,
  waiting: <CircleDashed aria-hidden />,
  error: <TriangleAlert aria-hidden />,
  paused: <CirclePause aria-hidden />,
  removed: <CircleDashed aria-hidden />,
  ended: <CircleDashed aria-hidden />,
  ready: <CircleDashed aria-hidden />,
  off: <Ban aria-hidden />,
};

/**
 * State of a destination; one that is sent a reduced picture says that instead of “Live”. `data-status` is the relay's
 * status in the contract, or `IDLE` outside a session.
 */
export function RelayPill({ row }: { row: DestinationRow }) {
  const { t } = useText();
  const reduced = isReduced(row.relay);
  return (
    <StatusPill
      tone={reduced ? 'wait' : LOOK_TONES[row.look]}
      icon={reduced ? <Snail aria-hidden /> : ICONS[row.look]}
      data-testid="relay-status"
      data-status={row.relay?.status ?? 'IDLE'}
    >
      {reduced ? t('relay.reduced') : t(`relay.status.${row.look}`)}
    </StatusPill>
  );
}
