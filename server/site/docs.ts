import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import type { DOCUMENT_ROUTES } from '@neustream/shared/site/routes.ts';
import type { Handlers } from '../infra/http/handler.ts';
import { DOCS_STYLE, docsPage } from './docs-page.ts';
import { openApiDocument } from './openapi/document.ts';

/** The API's document for programs and for people; it never changes while the process runs. */
export function documentRoutes(): Handlers<typeof DOCUMENT_ROUTES> {
  const document = openApiDocument(SERVER_ROUTES);
  const page = docsPage(document);
  return {
    apiDocument: async () => ({ ...document }),
    apiDocs: async () => page,
    apiDocsStyle: async () => DOCS_STYLE,
  };
}
