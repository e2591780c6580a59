import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { platformOf } from './destination-form.ts';
import { destinationQueries } from './queries.ts';
import { TestResult } from './test-result.tsx';

export interface TestConnectionProps {
  destination: DestinationView | null;
  onClose: () => void;
}

/** Tests the connection to a destination when opened, and shows how far the test got. */
export function TestConnectionDialog({ destination, onClose }: TestConnectionProps) {
  const { t } = useText();
  return (
    <Dialog
      open={destination !== null}
      onClose={onClose}
      title={t('destinations.test_named', { name: destination?.name ?? '' })}
      text={t('destinations.test_text')}
    >
      {destination !== null && <ConnectionTest destination={destination} onClose={onClose} />}
    </Dialog>
  );
}

function ConnectionTest({ destination, onClose }: TestConnectionProps & { destination: DestinationView }) {
  const { t } = useText();
  const { data, error, isFetching, refetch } = useQuery({
    ...destinationQueries.test(useApi(), destination.id),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="min-h-44" aria-busy={isFetching}>
        {isFetching && (
          <p role="status" className="text-base text-muted">
            {t('destinations.test_running')}
          </p>
        )}
        {!isFetching && error !== null && <FailureNotice error={error} />}
        {!isFetching && error === null && data !== undefined && (
          <TestResult result={data} platform={platformOf(destination)} />
        )}
      </div>
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button onClick={onClose}>{t('common.close')}</Button>
        <Button variant="primary" busy={isFetching} onClick={() => void refetch()}>
          {t('destinations.test_again')}
        </Button>
      </div>
    </div>
  );
}
