import type { RelayView } from '@neustream/shared/live/schemas.ts';
import { useId, useState } from 'react';
import { useFormat } from '../../i18n/language.ts';
import { useText } from '../../i18n/text.ts';
import { FaultBadge } from '../../page/fault-badge.tsx';
import { otherTrack, receivedShare } from '../../sessions/public.ts';
import { useNow } from '../../ui/use-now.ts';
import type { DestinationRow } from './destination-rows.ts';
import { hasProblem, isReduced, secondsBehind } from './relay-look.ts';

/** What a row says in words. Two lines are reserved for it in every state, so that rows keep their height. */
export function RelaySentence({ row, clockOffset }: { row: DestinationRow; clockOffset: number }) {
  return (
    <div className="min-h-10 text-sm text-muted text-pretty">
      <Sentence row={row} clockOffset={clockOffset} />
    </div>
  );
}

function Sentence({ row, clockOffset }: { row: DestinationRow; clockOffset: number }) {
  const { t } = useText();
  const { look, relay } = row;
  if (relay !== null && hasProblem(look)) return <Problem relay={relay} clockOffset={clockOffset} />;
  if (relay !== null && look === 'live') return <Evidence relay={relay} saved={row.saved} />;
  if (look === 'waiting') return t('reasons.SOURCE_ABSENT.action');
  if (look === 'paused') return t('reasons.PAUSED.action');
  if (look === 'ended') return t('reasons.SESSION_ENDED.message');
  if (look === 'removed') return t('relay.removed_text');
  if (look === 'off') return t('relay.off_text');
  return look === 'ready' ? t('relay.ready_text') : t('relay.connecting_text');
}

function Evidence({ relay, saved }: { relay: RelayView; saved: DestinationRow['saved'] }) {
  const { t } = useText();
  const format = useFormat();
  const dropped = relay.frames_dropped;
  const behind = secondsBehind(relay);
  const track = otherTrack(t, relay.audio_track, saved?.audio_track);
  return (
    <p className="nums">
      {isReduced(relay) && <strong className="font-medium text-wait">{t('relay.reduced_text')}</strong>}{' '}
      {behind > 0 && <span className="text-wait">{t('relay.behind', { count: behind })}</span>}{' '}
      {track !== null && <span className="text-wait">{track}</span>}{' '}
      {relay.live_since !== null &&
        t('relay.sent_since', {
          bytes: format.bytes(relay.bytes_sent),
          time: format.time(relay.live_since),
        })}{' '}
      {receivedShare(relay.bytes_sent, relay.bytes_acked) === null && t('relay.received_none')}{' '}
      {dropped > 0 && (
        <span className="text-wait">
          {t('relay.dropped', { count: dropped, formatted: format.number(dropped) })}
        </span>
      )}
    </p>
  );
}

function Problem({ relay, clockOffset }: { relay: RelayView; clockOffset: number }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const words = useId();
  const code = relay.reason_code;
  const message = code === null ? relay.message : t(`reasons.${code}.message`);
  const action = code === null ? relay.action : t(`reasons.${code}.action`);
  return (
    <div>
      <p>
        {relay.fault !== null && <FaultBadge fault={relay.fault} />}{' '}
        <strong className="font-medium text-text">{message}</strong> {action}{' '}
        <Countdown relay={relay} clockOffset={clockOffset} />{' '}
        {relay.detail !== null && (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={words}
            onClick={() => setOpen(!open)}
            className="rounded font-medium whitespace-nowrap text-accent-text hover:underline"
          >
            {t('relay.words')}
          </button>
        )}
      </p>
      {open && (
        <q
          id={words}
          className="mt-1 block rounded-md bg-sunken px-2.5 py-1.5 font-mono text-xs break-words text-text"
        >
          {relay.detail}
        </q>
      )}
    </div>
  );
}

function Countdown({ relay, clockOffset }: { relay: RelayView; clockOffset: number }) {
  const { t } = useText();
  const at = relay.next_retry_at;
  const now = useNow(at !== null) - clockOffset;
  if (at === null) return null;
  const seconds = Math.ceil((Date.parse(at) - now) / 1000);
  return (
    <span className="nums whitespace-nowrap">
      {seconds > 0 ? t('relay.retry_in', { count: seconds }) : t('relay.retrying_now')}
    </span>
  );
}
