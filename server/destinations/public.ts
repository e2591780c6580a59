export type { LiveSessions } from './deps.ts';
export { destinationRoutes } from './routes.ts';
export { type DestinationRow, deleteDestinations, findDestination, listDestinations } from './store.ts';
export { DESTINATION_SEALED_COLUMNS, destinationView, keyPlace } from './views.ts';
