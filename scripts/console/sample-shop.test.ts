import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { savedShop } from '@groundcrew/network/testing/saved-shop';
import { expect, test } from 'vitest';
import { sampleNetwork } from './sample-shop.ts';

test('the saved answers of the sample shop are those that the tests of networks are about', async () => {
  const entries = await readdir(sampleNetwork, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const committed = await Promise.all(
    files.map(async ({ parentPath, name }) => JSON.parse(await readFile(join(parentPath, name), 'utf8'))),
  );
  const wanted = savedShop().map(({ path, text }) => [path.split('/').at(-1), JSON.parse(text)] as const);
  expect(new Map(files.map(({ name }, at) => [name, committed[at]]))).toEqual(new Map(wanted));
});
