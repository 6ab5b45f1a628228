import { fileURLToPath } from 'node:url';

/* What bundles of the functions and of the command have in common. */

export { httpWithoutFetch, isFile } from './http-without-fetch.ts';
export { shakeSchemas } from './shake-schemas.ts';

/** To Node the package `yaml` shows its CommonJS alone; these are the same sources, and a bundler can shake them. */
export const yamlModule: string = fileURLToPath(
  new URL('browser/index.js', import.meta.resolve('yaml/package.json')),
);
