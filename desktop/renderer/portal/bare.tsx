import { Outlet } from 'react-router';
import { Actions } from '../page/actions/actions.tsx';
import { AwayBanner } from '../page/away-banner.tsx';
import type { Feature } from '../page/feature.ts';
import { SocketFailures } from '../page/socket-failures.tsx';

/** For pages that fill the window: everything of the shell that is not seen. */
export function Bare({ features }: { features: readonly Feature[] }) {
  return (
    <>
      <AwayBanner />
      <Outlet />
      <Actions features={features} />
      <SocketFailures />
    </>
  );
}
