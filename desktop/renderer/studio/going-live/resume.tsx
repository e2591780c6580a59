import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

export interface ResumeProps {
  busy: boolean;
  onTake: () => void;
  onLeave: () => void;
}

/** Offers to take up a show whose page is gone, as long as its viewers are kept waiting. */
export function Resume({ busy, onTake, onLeave }: ResumeProps) {
  const { t } = useText();
  return (
    <div className="border-b border-line bg-bg p-2">
      <Notice
        tone="wait"
        role="alert"
        title={t('studio.resume_title')}
        action={
          <div className="flex gap-2">
            <Button size="sm" variant="primary" busy={busy} onClick={onTake}>
              {t('studio.resume')}
            </Button>
            <Button size="sm" onClick={onLeave}>
              {t('studio.resume_not')}
            </Button>
          </div>
        }
      >
        {t('studio.resume_text')}
      </Notice>
    </div>
  );
}
