import type { Feature } from '../page/feature.ts';
import { forgetDestinations } from './queries.ts';

export { codecName } from './codec-name.ts';
export { DeleteDestinationDialog } from './delete-destination-dialog.tsx';
export { AddDestinationDialog, EditDestinationDialog } from './destination-dialog.tsx';
export { PlatformMark } from './platform-mark.tsx';
export { destinationQueries } from './queries.ts';
export { TestConnectionDialog } from './test-connection-dialog.tsx';

export const destinations: Feature = {
  name: 'destinations',
  forget: ({ queryClient }) => forgetDestinations(queryClient),
};
