import { useText } from '../i18n/text.ts';
import { useReport } from '../page/use-report.ts';
import { Button } from '../ui/button.tsx';
import type { Saving, SavingState } from './saving.ts';

/** Whether the scenes are stored, as far as it matters to people. */
export function SavingNotice({ saving, state }: { saving: Saving; state: SavingState }) {
  const { t } = useText();
  const report = useReport();
  if (state === 'theirs') {
    return (
      <div role="alert" className="flex items-center gap-2 text-sm">
        <span className="text-wait">{t('studio.theirs')}</span>
        <Button size="sm" onClick={() => void saving.takeTheirs().catch(report)}>
          {t('studio.take_theirs')}
        </Button>
        <Button size="sm" onClick={() => void saving.keepMine().catch(report)}>
          {t('studio.keep_mine')}
        </Button>
      </div>
    );
  }
  if (state === 'refused') {
    return (
      <span role="alert" className="text-sm text-bad">
        {t('studio.refused')}
      </span>
    );
  }
  if (state === 'offline') return <span className="text-sm text-wait">{t('studio.not_stored')}</span>;
  return null;
}
