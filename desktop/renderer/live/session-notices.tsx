import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { useText } from '../i18n/text.ts';
import { Notice } from '../ui/notice.tsx';
import { useLiveStore } from './live-store.ts';

/** What stands between the screen and the truth: a node that is silent, a socket that is away. */
export function SessionNotices({ session }: { session: SessionView | null }) {
  const { t } = useText();
  const connected = useLiveStore((state) => state.connected);
  if (session === null) return null;
  return (
    <>
      {!session.node_reachable && <Notice tone="wait">{t('live.not_reachable')}</Notice>}
      {!connected && <Notice tone="info">{t('live.reconnecting')}</Notice>}
    </>
  );
}
