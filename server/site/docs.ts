import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import { DOCS_STYLE, docsPage } from './docs-page.ts';
import { openApiDocument } from './openapi.ts';

/** A document that never changes while the process runs. */
export interface FixedDocument {
  path: string;
  type: string;
  text: string;
}

/** The API's document for programs and for people. */
export function apiDocuments(): FixedDocument[] {
  const document = openApiDocument(SERVER_ROUTES);
  return [
    { path: '/api/openapi.json', type: 'application/json', text: JSON.stringify(document) },
    { path: '/api/docs', type: 'text/html', text: docsPage(document) },
    { path: '/api/docs.css', type: 'text/css', text: DOCS_STYLE },
  ];
}
