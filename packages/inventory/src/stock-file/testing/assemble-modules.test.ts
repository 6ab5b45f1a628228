import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { assembleModule, modules, urlOf } from './assemble-modules.ts';

test.each(modules)('%s is assembled from its source', async (path) => {
  expect(await readFile(urlOf(`${path}-module.ts`), 'utf8')).toBe(await assembleModule(path));
});
