import { MEDIA_NODE_ROUTES } from '../nodes/routes.ts';
import { mergeRoutes } from './merge.ts';

/** Endpoints for media nodes; they need the node's token, and neither pages nor the public document know them. */
export const NODE_ROUTES = mergeRoutes(MEDIA_NODE_ROUTES);
