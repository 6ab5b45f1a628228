import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';

/** How the script of the console's pages is bundled: for browsers of the last two years. */
export function consoleScriptOptions(checkout: string): BuildOptions & { readonly write?: boolean } {
  return {
    entryPoints: [join(checkout, 'packages/console/client/main.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome120', 'firefox121', 'safari17.4'],
    legalComments: 'none',
  };
}
