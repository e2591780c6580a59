import type { Feature } from '../page/feature.ts';

export const firstSteps: Feature = {
  name: 'first-steps',
  pages: [
    {
      path: '/welcome',
      lazy: async () => ({ Component: (await import('./welcome-page.tsx')).WelcomePage }),
    },
  ],
};
