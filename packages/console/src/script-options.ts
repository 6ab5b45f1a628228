import { fileURLToPath } from 'node:url';

/** How esbuild bundles the script of the pages: for browsers of the last two years. */
export const scriptOptions = {
  entryPoints: [fileURLToPath(new URL('../client/main.ts', import.meta.url))],
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome120', 'firefox121', 'safari17.4'],
  legalComments: 'none',
} as const;
