import type { Fault } from '@neustream/shared/kernel/app-error.ts';
import Cable from 'lucide-react/icons/cable';
import ServerCrash from 'lucide-react/icons/server-crash';
import UserRoundCog from 'lucide-react/icons/user-round-cog';
import { useText } from '../i18n/text.ts';

const ICONS = { user: UserRoundCog, destination: Cable, ours: ServerCrash } as const;

/** Who has to act. */
export function FaultBadge({ fault }: { fault: Fault }) {
  const { t } = useText();
  const Icon = ICONS[fault];
  return (
    <span className="inline-flex h-5 shrink-0 items-center gap-1 rounded-md border border-line px-1.5 align-middle text-xs font-medium whitespace-nowrap text-muted">
      <Icon aria-hidden className="size-3" />
      {t(`fault.${fault}`)}
    </span>
  );
}
