export { apiDocuments } from './docs.ts';
export { siteModule } from './module.ts';
export { openApiDocument } from './openapi.ts';
export { servePages } from './pages.ts';
