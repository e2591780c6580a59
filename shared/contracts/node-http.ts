import { MEDIA_NODE_ROUTES } from '../nodes/routes.ts';
import { mergeRoutes } from './merge.ts';

/**
 * Endpoints for media nodes. They need the node's token; neither the pages nor the public API document include them.
 */
export const NODE_ROUTES = mergeRoutes(MEDIA_NODE_ROUTES);
