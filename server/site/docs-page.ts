import type { OpenApiDocument } from './openapi/document.ts';
import type { Operation } from './openapi/operation.ts';

/** Served next to the page, because the content security policy allows styles only as files. */
export const DOCS_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 0.85rem/1.45 ui-monospace, monospace; }
pre { overflow: auto; padding: 0.75rem; border: 1px solid #8886; border-radius: 0.5rem; max-height: 24rem; }
details { border-bottom: 1px solid #8884; padding: 0.4rem 0; }
summary { cursor: pointer; }
.method { display: inline-block; min-width: 4rem; font-weight: 600; text-transform: uppercase; }
h2 { margin-top: 2.5rem; text-transform: capitalize; }
`;

/** The API's document as one page for people, without scripts. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag));
    return `<h2 id="${text(tag)}">${text(tag)}</h2>${own.map(operationPart).join('')}`;
  });
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${text(name)}"><summary><code>${text(name)}</code></summary>${pretty(schema)}</details>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${text(document.info.title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/api/docs.css"></head><body>
<h1>${text(document.info.title)}</h1><p>${text(document.info.description)}</p>
<p><a href="/api/openapi.json">OpenAPI document</a></p>
<nav>${tags.map((tag) => `<a href="#${text(tag)}">${text(tag)}</a>`).join(' · ')} · <a href="#schemas">schemas</a></nav>
${sections.join('')}<h2 id="schemas">schemas</h2>${schemas.join('')}</body></html>`;
}

interface Listed {
  path: string;
  method: string;
  operation: Operation;
}

function operationPart({ path, method, operation }: Listed): string {
  const { parameters, requestBody, responses, security } = operation;
  const who = security.length === 0 ? 'Anyone may call this.' : 'Needs a signed-in user.';
  const parts = [
    `<p>${who} ${text(operation.description ?? '')}</p>`,
    parameters ? `<h4>Parameters</h4>${pretty(parameters)}` : '',
    requestBody ? `<h4>Body</h4>${pretty(schemaIn(requestBody))}` : '',
    ...Object.entries(responses)
      .filter(([status]) => Number(status) < 400)
      .map(([status, response]) => `<h4>Answer ${text(status)}</h4>${pretty(schemaIn(response))}`),
    `<h4>Errors</h4><ul>${Object.entries(responses).map(refusal).join('')}</ul>`,
  ];
  return `<details><summary><span class="method">${text(method)}</span> <code>${text(path)}</code>
${text(operation.summary)}</summary>${parts.join('')}</details>`;
}

function refusal([status, response]: [string, Record<string, unknown>]): string {
  if (Number(status) < 400) return '';
  const [, ...codes] = String(response.$ref).replace(/^.*\//, '').split('.');
  return `<li>${text(status)} ${text(codes.join(', '))}</li>`;
}

function schemaIn(part: Record<string, unknown>): unknown {
  const content = part.content as Record<string, { schema?: unknown }> | undefined;
  const [type, { schema = 'no body' } = {}] = Object.entries(content ?? {})[0] ?? [];
  return type === undefined || type === 'application/json' ? schema : type;
}

function pretty(value: unknown): string {
  const json = text(JSON.stringify(value, null, 2));
  return `<pre>${json.replace(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')}</pre>`;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(plain: string): string {
  return plain.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}
