import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider, type RouterProviderProps } from 'react-router/dom';
import { type PageDeps, PageDepsProvider } from '../api/context.tsx';
import { ToastArea } from '../ui/toast.tsx';

export interface AppProps {
  deps: PageDeps;
  queryClient: QueryClient;
  router: RouterProviderProps['router'];
}

/** What every page is wrapped in. */
export function App({ deps, queryClient, router }: AppProps) {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <PageDepsProvider value={deps}>
          <Tooltip.Provider delay={400}>
            <ToastArea>
              <RouterProvider router={router} />
            </ToastArea>
          </Tooltip.Provider>
        </PageDepsProvider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
