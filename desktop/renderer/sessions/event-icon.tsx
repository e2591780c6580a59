import type { SessionEventKind } from '@neustream/shared/live/events.ts';
import Cast from 'lucide-react/icons/cast';
import Check from 'lucide-react/icons/check';
import CirclePause from 'lucide-react/icons/circle-pause';
import CirclePlay from 'lucide-react/icons/circle-play';
import CornerUpRight from 'lucide-react/icons/corner-up-right';
import Gauge from 'lucide-react/icons/gauge';
import Hourglass from 'lucide-react/icons/hourglass';
import Layers from 'lucide-react/icons/layers';
import Minus from 'lucide-react/icons/minus';
import Plug from 'lucide-react/icons/plug';
import Plus from 'lucide-react/icons/plus';
import Radio from 'lucide-react/icons/radio';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Square from 'lucide-react/icons/square';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import VolumeX from 'lucide-react/icons/volume-x';
import type { ComponentType } from 'react';
import { cx } from '../ui/cx.ts';

interface Look {
  Icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;
  tone: 'good' | 'bad' | 'plain';
}

const LOOKS: Record<SessionEventKind, Look> = {
  'session.ordered': { Icon: CirclePlay, tone: 'plain' },
  'session.live': { Icon: Radio, tone: 'good' },
  'session.ending': { Icon: Square, tone: 'plain' },
  'session.ended': { Icon: Square, tone: 'plain' },
  'encoder.connected': { Icon: Cast, tone: 'good' },
  'encoder.gone': { Icon: TriangleAlert, tone: 'bad' },
  'encoder.returned': { Icon: Cast, tone: 'good' },
  'encoder.rejected': { Icon: TriangleAlert, tone: 'bad' },
  'encoder.replaced': { Icon: Cast, tone: 'plain' },
  'encoder.changed': { Icon: RotateCw, tone: 'plain' },
  'encoder.silent': { Icon: VolumeX, tone: 'bad' },
  'encoder.limited': { Icon: Gauge, tone: 'bad' },
  'encoder.recovered': { Icon: Check, tone: 'good' },
  'ingest.restarted': { Icon: RotateCw, tone: 'bad' },
  'node.restarted': { Icon: RotateCw, tone: 'bad' },
  'relay.added': { Icon: Plus, tone: 'plain' },
  'relay.connecting': { Icon: Plug, tone: 'plain' },
  'relay.live': { Icon: Check, tone: 'good' },
  'relay.failed': { Icon: TriangleAlert, tone: 'bad' },
  'relay.gave_up': { Icon: TriangleAlert, tone: 'bad' },
  'relay.paused': { Icon: CirclePause, tone: 'plain' },
  'relay.resumed': { Icon: CirclePlay, tone: 'plain' },
  'relay.retried': { Icon: RotateCw, tone: 'plain' },
  'relay.removed': { Icon: Minus, tone: 'plain' },
  'relay.redirected': { Icon: CornerUpRight, tone: 'plain' },
  'relay.lagging': { Icon: Hourglass, tone: 'bad' },
  'relay.caught_up': { Icon: Check, tone: 'good' },
  'relay.dropped_frames': { Icon: Layers, tone: 'bad' },
  'usage.warning': { Icon: Gauge, tone: 'bad' },
  'quality.warning': { Icon: Gauge, tone: 'bad' },
};

/** Decorative, next to an event's sentence. */
export function EventIcon({ kind }: { kind: SessionEventKind }) {
  const { Icon, tone } = LOOKS[kind];
  return (
    <span
      className={cx(
        'grid size-6 shrink-0 place-items-center rounded-full',
        tone === 'good' && 'bg-ok-soft text-ok',
        tone === 'bad' && 'bg-bad-soft text-bad',
        tone === 'plain' && 'bg-hover text-muted',
      )}
    >
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}
