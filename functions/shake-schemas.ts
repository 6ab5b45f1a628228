import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Lets esbuild leave out the SDK's schemas of unused operations.
 *
 * A client's `schemas_0.js` lists the shapes of all its operations, as arrays. Those that no command refers to
 * could
 * be removed, but some contain computed keys (`{ [_xN]: … }`), which esbuild can't prove free of side effects; so
 * it
 * keeps them all. Here each array becomes a call that is marked as free of side effects. A file of another form is
 * unchanged, and only costs its bytes.
 */
export const shakeSchemas: Plugin = {
  name: 'shake-schemas',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/].+[\\/]dist-es[\\/].*schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => ({
        contents: markPure(await readFile(path, 'utf8')),
        loader: 'js',
      }),
    );
  },
};

/** Wraps each top-level `var X = […];` so that it is dropped if `X` is not used. Line numbers don't change. */
export function markPure(code: string): string {
  return code.replace(
    /^((?:export )?var [\w$]+ = )(\[[\s\S]*?\]);$/gm,
    (_, declaration: string, shape: string) => `${declaration}/* @__PURE__ */ (() => ${shape})();`,
  );
}
