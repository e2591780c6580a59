export { lookUp } from './address.ts';
export { createDestinationChanges, type DestinationChanges } from './changes.ts';
export { destinationsModule } from './module.ts';
export { type DestinationRow, findDestination, listDestinations } from './store.ts';
export { streamKeyContext } from './stream-key.ts';
export { destinationView } from './views.ts';
