import {
  publishAnswer,
  publishRequest,
  readSnapshot,
  SERVER_NODE_PATHS,
  snapshotAnswer,
} from '../contracts/media-control.ts';
import { routes } from '../contracts/route.ts';

export const MEDIA_NODE_ROUTES = routes(
  { tag: 'nodes', access: 'node', limit: 'none' },
  {
    nodeSnapshot: {
      method: 'post',
      path: SERVER_NODE_PATHS.snapshot,
      summary: 'Report the facts of a media node',
      body: readSnapshot,
      answer: snapshotAnswer,
      status: 200,
    },
    nodePublish: {
      method: 'post',
      path: SERVER_NODE_PATHS.publish,
      summary: 'Ask whether an encoder may publish to a path without a plan',
      body: publishRequest,
      answer: publishAnswer,
      status: 200,
    },
  },
);
