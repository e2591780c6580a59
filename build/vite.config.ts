import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fewChunks } from './first-load.ts';

const root = fileURLToPath(new URL('../desktop/renderer', import.meta.url));
const outDir = fileURLToPath(new URL('../.cache/renderer', import.meta.url));
/** Where `npm run dev` finds the API that the pages talk to. */
const api = process.env.API_ORIGIN ?? 'http://localhost:3000';

export default defineConfig({
  root,
  plugins: [react(), tailwindcss(), fewChunks(fileURLToPath(import.meta.url))],
  build: {
    outDir,
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // The strict content security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // In pieces, so that the encoder of sound is loaded when somebody goes live.
  worker: { format: 'es' },
  server: {
    proxy: {
      '/api': api,
      '/readyz': api,
      '/socket.io': { target: api, ws: true },
    },
  },
});
