import { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createMemoryRouter } from 'react-router';
import { afterEach } from 'vitest';
import { render } from 'vitest-browser-react';
import '../../app.css';
import { createApiClient } from '../../api/client.ts';
import { FakeServer } from '../../api/testing/fake-server.ts';
import { chooseLanguage, type Language, prepareLanguage } from '../../i18n/language.ts';
import { App } from '../app.tsx';

const prepared = prepareLanguage();

afterEach(() => chooseLanguage('en'));

/** Shows a part as it appears in a page, with a server that answers as the test says. */
export async function inPage(part: ReactNode, { language = 'en' }: { language?: Language } = {}) {
  await prepared;
  await chooseLanguage(language);
  const server = new FakeServer();
  const nothing = () => undefined;
  const api = createApiClient({ fetch: server.answer, onReachable: nothing, onSignedOut: nothing });
  const socket = { watch: () => nothing, on: () => nothing, close: nothing };
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter([{ path: '*', element: <main>{part}</main> }]);
  const screen = await render(
    <App deps={{ api, socket, forgetPerson: nothing }} queryClient={queryClient} router={router} />,
  );
  return { screen, server, router, queryClient };
}
