import type { SessionView } from '@neustream/shared/live/schemas.ts';
import CloudAlert from 'lucide-react/icons/cloud-alert';
import Unplug from 'lucide-react/icons/unplug';
import { useConnection } from '../api/connection.ts';
import { useText } from '../i18n/text.ts';
import { Floating, FloatingNote } from '../ui/floating.tsx';
import { useLasting } from '../ui/use-lasting.ts';

/** Notices about what may be out of date: a silent node, or a socket that is disconnected. */
export function SessionNotices({ session }: { session: SessionView | null }) {
  const { t } = useText();
  const connected = useConnection((state) => state.connected);
  const reachable = useConnection((state) => state.reachable);
  const cut = useLasting(!connected && reachable, 3000);
  if (session === null) return null;
  return (
    <Floating>
      {reachable && !session.node_reachable && (
        <FloatingNote icon={<CloudAlert aria-hidden />}>{t('live.not_reachable')}</FloatingNote>
      )}
      {cut && <FloatingNote icon={<Unplug aria-hidden />}>{t('live.reconnecting')}</FloatingNote>}
    </Floating>
  );
}
