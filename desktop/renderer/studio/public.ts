import Clapperboard from 'lucide-react/icons/clapperboard';
import type { Feature } from '../page/feature.ts';
import { forgetKeptScenes } from './kept-scenes.ts';

/** The studio, loaded when it is opened: nobody else pays for it. */
export const studio: Feature = {
  name: 'studio',
  windows: [
    {
      path: '/studio',
      lazy: async () => {
        const { StudioPage } = await import('./studio-page.tsx');
        return { Component: StudioPage };
      },
    },
  ],
  navigation: [
    { to: '/studio', text: 'shell.studio', goText: 'actions.go_studio', keys: 'g l', Icon: Clapperboard },
  ],
  forget: forgetKeptScenes,
};
