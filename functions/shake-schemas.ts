import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Lets esbuild leave out the SDK's descriptions of operations that nobody calls.
 *
 * A client's `schemas_0.js` lists the shapes of all its operations, as arrays. Those that no command refers to could
 * go, but some hold computed keys (`{ [_xN]: … }`), of which esbuild can't know that to compute them does nothing; so
 * it keeps them all. Here each array becomes a call that is marked as free of side effects. A file of another form
 * stays as it is, and only costs its bytes.
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

/** Wraps each top-level `var X = […];` so that it is dropped where `X` is not used. Lines stay where they are. */
export function markPure(code: string): string {
  return code.replace(
    /^((?:export )?var [\w$]+ = )(\[[\s\S]*?\]);$/gm,
    (_, declaration: string, shape: string) => `${declaration}/* @__PURE__ */ (() => ${shape})();`,
  );
}
