export { createHeartbeats, type Heartbeats, lastHeartbeat, NODE_SILENT_MS } from './heartbeats.ts';
export { ingestAddresses, NO_ENDPOINTS, previewOrigins, serverAddresses } from './ingest-addresses.ts';
export { isNewer } from './is-newer.ts';
export {
  countNodesSince,
  findNode,
  listReadyNodes,
  lockNode,
  type NodeRow,
  newestNode,
  saveNode,
} from './store.ts';
