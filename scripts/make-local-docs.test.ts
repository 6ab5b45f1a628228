import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOperations, withOperations } from './make-local-docs.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/local.md'), 'utf8');

test('docs/local.md lists what the embedded AWS serves: otherwise run node scripts/make-local-docs.ts', async () => {
  const operations = await readOperations();
  expect(withOperations(page, operations)).toBe(page);
  for (const [service, names] of operations) expect([service, names.length > 0]).toEqual([service, true]);
});
