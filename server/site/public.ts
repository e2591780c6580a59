export { siteModule } from './module.ts';
export { openApiDocument } from './openapi/document.ts';
export { servePages } from './pages.ts';
