import { readFile } from 'node:fs/promises';
import { readPolicyDocument } from '@groundcrew/iam';
import { isGroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { makeAuthorizationTable, tableFile } from './authorization-table.ts';
import { outputOf } from './command.ts';
import { tool, toolEnvironment } from './tools.ts';

test('the table of packages/iam is what the service authorization reference has', async () => {
  expect(await readFile(tableFile, 'utf8'), 'run: node test/conformance/make-authorization-table.ts').toBe(
    await makeAuthorizationTable(tool('python')),
  );
});

// moto carries all of them.
test("every managed policy of AWS's own is read", async () => {
  const script =
    'from moto.iam.aws_managed_policies import aws_managed_policies_data as data; import sys; sys.stdout.write(data)';
  const text = await outputOf(tool('python'), ['-c', script], { env: toolEnvironment('/') });
  const policies = Object.entries(JSON.parse(text) as Record<string, { readonly Document: object }>);
  expect(policies.length).toBeGreaterThan(500);
  const refused = policies.flatMap(([name, { Document }]) => {
    try {
      readPolicyDocument(Document, name);
      return [];
    } catch (error) {
      if (!isGroundcrewError(error)) throw error;
      return error.message;
    }
  });
  expect(refused).toEqual([]);
});
