import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

/*
 * Vitest's own hook asks its main process to note each import, of which a run has tens of thousands, so that it knows in
 * watch mode what to run again. In a run that ends nobody asks: imports between sources are resolved here, before it.
 */

const checkout = new URL('../../', import.meta.url).href;

function isSource(url: string | undefined): url is string {
  return url !== undefined && url.startsWith(checkout) && !url.includes('/node_modules/');
}

function resolveImports(): void {
  const sources = new Set<string>();
  const packages = new Map<string, string>();
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!isSource(context.parentURL)) return nextResolve(specifier, context);
      if (/^\.\.?\/.+\.ts$/.test(specifier)) {
        const url = new URL(specifier, context.parentURL);
        if (sources.has(url.href) || existsSync(url)) {
          sources.add(url.href);
          return { url: url.href, format: 'module-typescript', shortCircuit: true };
        }
      }
      // Links to the workspace's packages, wherever they are imported.
      const known = packages.get(specifier);
      if (known !== undefined) return { url: known, format: 'module-typescript', shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      if (specifier.startsWith('@groundcrew/') && isSource(resolved.url) && resolved.url.endsWith('.ts')) {
        packages.set(specifier, resolved.url);
      }
      return resolved;
    },
  });
}

if (process.env['VITEST_MODE'] === 'RUN') resolveImports();
