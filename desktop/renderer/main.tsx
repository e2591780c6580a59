import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import './app.css';
import { prepareLanguage } from './i18n/language.ts';
import { App } from './portal/app.tsx';
import { FEATURES } from './portal/features.ts';
import { createPageDeps } from './portal/page-deps.ts';
import { createPages } from './portal/pages.tsx';

// The content security policy forbids generating code from strings, which zod would try to do.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await prepareLanguage();
const { deps, queryClient } = createPageDeps(FEATURES);
createRoot(root).render(
  <StrictMode>
    <App deps={deps} queryClient={queryClient} router={createPages(FEATURES)} />
  </StrictMode>,
);
