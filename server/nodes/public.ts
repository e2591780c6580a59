export { createNodeAuthentication } from './authenticate-node.ts';
export { countFreshNodes, listFreshNodes } from './fresh-nodes.ts';
export { createHeartbeats, type Heartbeats, lastHeartbeat, NODE_SILENT_MS } from './heartbeats.ts';
export {
  forPages,
  ingestAddresses,
  mediaOrigins,
  newestEndpoints,
  serverAddresses,
} from './ingest-addresses.ts';
export { isNewer } from './is-newer.ts';
export { nodesModule } from './module.ts';
export { createNodeClient, type NodeClient } from './node-client.ts';
export { type NodeCommand, parseNodeCommand, runNodeCommand } from './node-commands.ts';
export { ofItself } from './of-itself.ts';
export { findNode, lockNode, type NodeRow, newestNode, saveNode } from './store.ts';
export { issueToken, tokenOfNode } from './tokens.ts';
