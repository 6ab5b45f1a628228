import { readdir, readFile } from 'node:fs/promises';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeCharges } from '../make-bill/charges.ts';
import { billFile, billForms } from '../make-bill.ts';
import { cost } from '../testing/cost.ts';
import { startStores, temporaryFolder } from '../testing/groundcrew.ts';
import { createExportStore } from './export-store.ts';

const october = ['report', '--period', '2026-10', '--compare', 'none', '--output', 'json'];

/** An S3 whose bucket has these objects, found by the SDK. */
async function startS3(objects: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const local = await startStores();
  const client = createS3Client({ region: local.region });
  onTestFinished(async () => {
    client.destroy();
    vi.unstubAllEnvs();
    await local.close();
  });
  const bucket = local.resources.bucketName('StockBucket');
  for (const [key, body] of Object.entries(objects)) await putObject(client, { bucket, key, body });
  return bucket;
}

test('an export in S3 is reported as on the disk, and its copy is removed', async () => {
  // Prepare
  const bucket = await startS3({ 'bills/2026.csv.gz': await readFile(billFile), 'notes.txt': 'not a bill' });
  const temporary = await temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);

  // Act
  const remote = await cost([...october, '--source', `s3://${bucket}/bills/`]);
  const local = await cost([...october, '--source', billFile]);

  // Assess
  expect(remote.code).toBe(0);
  const [one, other] = [JSON.parse(remote.out), JSON.parse(local.out)];
  expect(one.about.source).toBe(`FOCUS 1.0 export s3://${bucket}/bills/`);
  expect(one.costs).toEqual(other.costs);
  expect(one.totals).toEqual(other.totals);
  expect(await readdir(temporary)).toEqual([]);
});

test('a bucket without a prefix is read whole, and a prefix without exports is refused', async () => {
  const charges = makeCharges({ start: '2026-10-01', end: '2026-11-01', seed: 1 });
  const bucket = await startS3({ '2026/october.csv': billForms.cur2(charges) });
  expect((await cost([...october, '--source', `s3://${bucket}`])).code).toBe(0);
  const { code, err } = await cost([...october, '--source', `s3://${bucket}/2025/`]);
  expect(code).toBe(1);
  expect(err).toContain(`s3://${bucket}/2025/ has no billing export`);
});

test('an address without a bucket is wrong usage', async () => {
  const store = createExportStore({ region: 'us-east-1' });
  onTestFinished(() => store.close());
  await expect(store.list('s3://')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'cli.usage',
  });
});
