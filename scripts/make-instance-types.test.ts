import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { instanceTypesFile, makeInstanceTypes } from './make-instance-types.ts';

test('the committed table of instance types equals the output of the script', async () => {
  const { retrieved, ...committed } = JSON.parse(await readFile(instanceTypesFile, 'utf8'));
  expect(committed).toEqual(makeInstanceTypes());
  expect(retrieved).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});
