import Radio from 'lucide-react/icons/radio';
import type { Feature } from '../page/feature.ts';
import { SourceOffers } from './actions.ts';
import { forgetIngestKeys } from './ingest-keys.ts';
import { OnAirBadge } from './on-air-badge.tsx';
import { forgetSources } from './queries.ts';

export { useIngestKeys } from './ingest-keys.ts';
export { IngestSetup, type IngestSetupProps } from './ingest-setup.tsx';
export { sourceQueries } from './queries.ts';
export { NewSourceForm } from './source-dialog.tsx';
export { SourceMenu } from './source-menu.tsx';

export const sources: Feature = {
  name: 'sources',
  pages: [
    {
      path: '/sources',
      lazy: async () => ({ Component: (await import('./sources-page.tsx')).SourcesPage }),
    },
  ],
  navigation: [
    {
      to: '/sources',
      text: 'shell.sources',
      goText: 'actions.go_sources',
      keys: 'g s',
      Icon: Radio,
      Badge: OnAirBadge,
    },
  ],
  Offers: SourceOffers,
  forget: ({ queryClient }) => {
    forgetIngestKeys();
    forgetSources(queryClient);
  },
};
