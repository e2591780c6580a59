import type { Feature } from '../page/feature.ts';

export const firstSteps: Feature = {
  pages: [
    {
      path: '/welcome',
      lazy: async () => ({ Component: (await import('./welcome-page.tsx')).WelcomePage }),
    },
  ],
};
