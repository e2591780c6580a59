export { lookUp } from './address.ts';
export { createDestinationChanges, type DestinationChanges } from './changes.ts';
export { destinationsModule } from './module.ts';
export { passwordOf, streamKeyOf } from './sealed-columns.ts';
export { type DestinationRow, findDestination, listDestinations } from './store.ts';
export { audioTrackOf, destinationView } from './views.ts';
