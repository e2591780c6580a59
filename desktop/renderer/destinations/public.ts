import type { Feature } from '../page/feature.ts';
import { forgetDestinations } from './queries.ts';

export { codecName } from './codec-name.ts';
export {
  AddDestinationDialog,
  DeleteDestinationDialog,
  EditDestinationDialog,
  TestConnectionDialog,
} from './dialogs.ts';
export { PlatformMark } from './platform-mark.tsx';
export { destinationQueries } from './queries.ts';

export const destinations: Feature = {
  name: 'destinations',
  forget: ({ queryClient }) => forgetDestinations(queryClient),
};
