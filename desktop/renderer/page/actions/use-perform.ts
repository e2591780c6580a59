import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { usePageDeps } from '../../api/context.tsx';
import { useText } from '../../i18n/text.ts';
import { useNotify } from '../../ui/toast.tsx';
import { useReport } from '../use-report.ts';
import type { Offer } from './action.ts';

/** Performs an offer if it can be done now; a failure is shown. The promise never rejects. */
export function usePerform(): (offer: Offer) => Promise<void> {
  const { api, forgetPerson } = usePageDeps();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const report = useReport();
  const { t } = useText();
  return useCallback(
    async ({ availability, perform }) => {
      if (availability !== 'ready') return;
      try {
        await perform({ api, queryClient, navigate, notify, t, forgetPerson });
      } catch (error) {
        report(error);
      }
    },
    [api, queryClient, navigate, notify, t, forgetPerson, report],
  );
}
