import { AUTH_ROUTES } from '../auth/routes.ts';
import { SUBSCRIPTION_ROUTES } from '../billing/routes.ts';
import { DESTINATION_ROUTES, PLATFORM_ROUTES } from '../destinations/routes.ts';
import { STREAM_ROUTES } from '../live/routes.ts';
import { DOCUMENT_ROUTES, OPERATION_ROUTES } from '../site/routes.ts';
import { SOURCE_ROUTES } from '../sources/routes.ts';
import { STUDIO_ROUTES } from '../studio/routes.ts';
import { mergeRoutes } from './merge.ts';

/**
 * Every endpoint that pages and other clients call. Types, handlers, the client and the OpenAPI document are derived
 * from here.
 */
export const SERVER_ROUTES = mergeRoutes(
  AUTH_ROUTES,
  SOURCE_ROUTES,
  DESTINATION_ROUTES,
  STREAM_ROUTES,
  PLATFORM_ROUTES,
  STUDIO_ROUTES,
  SUBSCRIPTION_ROUTES,
  OPERATION_ROUTES,
  DOCUMENT_ROUTES,
);
