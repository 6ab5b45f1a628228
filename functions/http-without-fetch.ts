import type { Plugin } from 'esbuild';

const NAMESPACE = 'http-without-fetch';

/**
 * Has a bundle take Node's `http` and `https` as they are, and not by an `import`: for that, Node reads each export of the
 * module, `WebSocket` among them, and loads all of its `fetch`. Until its first request, a function takes a sixth more
 * processor time by it.
 */
export const httpWithoutFetch: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?https?$/ }, ({ path }) => ({ path, namespace: NAMESPACE }));
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};

/** Whether an input of a bundle is a file, and not one of these modules. */
export function isFile(input: string): boolean {
  return !input.startsWith(`${NAMESPACE}:`);
}
