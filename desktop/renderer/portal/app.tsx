import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider, type RouterProviderProps } from 'react-router/dom';
import { type Edges, EdgesProvider } from '../api/context.tsx';
import { ToastArea } from '../ui/toast.tsx';

export interface AppProps {
  edges: Edges;
  queryClient: QueryClient;
  router: RouterProviderProps['router'];
}

/** What every page is wrapped in. */
export function App({ edges, queryClient, router }: AppProps) {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <EdgesProvider value={edges}>
          <Tooltip.Provider delay={400}>
            <ToastArea>
              <RouterProvider router={router} />
            </ToastArea>
          </Tooltip.Provider>
        </EdgesProvider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
