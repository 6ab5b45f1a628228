import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { evaluate, readPolicyDocument } from '@groundcrew/iam';
import { createMovableClock, type LocalAws } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { groundcrew, startStores, temporaryFolder } from '../testing/groundcrew.ts';

const clock = createMovableClock();
let local: LocalAws;
beforeAll(async () => {
  local = await startStores({ clock });
});
afterAll(async () => {
  await local.close();
  vi.unstubAllEnvs();
});

interface PolicyText {
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}

/** The policy of the page, with the names of this account. */
async function documentedPolicy(): Promise<PolicyText> {
  const page = await readFile(join(import.meta.dirname, '../../docs/scale.md'), 'utf8');
  const [, text = ''] = /```json\n(\{\n {2}"Version"[\s\S]*?)```/.exec(page) ?? [];
  const filled = text
    .replaceAll('REGION', local.region)
    .replaceAll('ACCOUNT', '000000000000')
    .replaceAll('shop-stock', local.resources.bucketName('StockBucket'));
  return JSON.parse(filled) as PolicyText;
}

test('the policy of docs/scale.md allows what a bulk load calls, and nothing that none calls', async () => {
  const bucket = local.resources.bucketName('StockBucket');
  const s3 = createS3Client();
  await putObject(s3, { bucket, key: 'all.csv', body: 'store,item,count\nBonn,Lamp,3\nBonn,Pan,many\n' });
  s3.destroy();
  const before = local.calls().length;
  const rejects = join(await temporaryFolder(), 'rejects.csv');
  const { code, err } = await groundcrew(
    ['inventory', 'load', `s3://${bucket}/all.csv`, '--engine', 'bulk', '--rejects', rejects],
    { sleep: (ms: number) => clock.advance(ms) },
  );
  expect(code, err).toBe(3);
  const calls = local.calls().slice(before);

  const document = await documentedPolicy();
  const policy = readPolicyDocument(document, 'docs/scale.md');
  const context = { values: {}, complete: true };
  const refused = calls.filter(
    ({ action, resource }) =>
      evaluate({ identity: [{ name: 'documented', policy }] }, { action, resource, context }).outcome !==
      'allowed',
  );
  expect(refused.map(({ action, resource }) => `${action} ${resource}`)).toEqual([]);
  const granted = new Set(document.Statement.flatMap(({ Action }) => Action));
  expect([...granted].sort()).toEqual([...new Set(calls.map(({ action }) => action))].sort());
});
