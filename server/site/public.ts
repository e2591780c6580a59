export { apiDocuments } from './docs.ts';
export { openApiDocument } from './openapi.ts';
export { servePages } from './pages.ts';
