import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const region = 'us-east-1';
const accounts = parseAccounts({
  accounts: [
    {
      id: '111111111111',
      regions: {
        [region]: {
          vpcs: [{ id: 'shop', name: 'shop-vpc' }],
          subnets: [{ id: 'front', name: 'front-a', vpc: 'shop' }],
          images: [{ id: 'base', name: 'base-2026', createdAt: '2026-11-01T00:00:00Z' }],
          instances: [
            { name: 'a', type: 'm7g.large', ami: 'base', ssm: 'Online', vpc: 'shop', subnet: 'front' },
            { name: 'b', type: 't3.micro', ami: 'gone', statusChecks: 'impaired' },
            { name: 'c', type: 't3.micro', state: 'stopped', ssm: 'ConnectionLost' },
          ],
        },
      },
    },
  ],
});

let local: LocalAws;
beforeAll(async () => {
  local = await startLocal({ accounts, region });
});
beforeEach(() => {
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
});
afterAll(() => local.close());

async function rowsOf(words: readonly string[]) {
  const before = local.calls().length;
  const list = ['ec2', 'list', '--output', 'csv', '--sort', 'name', ...words];
  const { code, out, err } = await groundcrew(list, { now: () => Date.parse('2026-11-28T00:00:00Z') });
  const actions = new Set(
    local
      .calls()
      .slice(before)
      .map(({ action }) => action),
  );
  return { code, err, rows: out.trimEnd().split('\r\n').slice(1), actions };
}

test.each([
  ['checks', ['2/2', '1/2 impaired', ''], 'ec2:DescribeInstanceStatus'],
  ['ssm', ['online', 'not-managed', 'connection-lost'], 'ssm:DescribeInstanceInformation'],
  ['ami-age', ['27 d', 'unknown', 'unknown'], 'ec2:DescribeImages'],
  ['ami-name', ['base-2026', 'unknown', 'unknown'], 'ec2:DescribeImages'],
  ['vpc-name', ['shop-vpc', expect.any(String), expect.any(String)], 'ec2:DescribeVpcs'],
  ['subnet-name', ['front-a', expect.any(String), expect.any(String)], 'ec2:DescribeSubnets'],
])('--columns %s', async (column, cells, action) => {
  const { code, rows, actions } = await rowsOf(['--columns', `name,${column}`]);
  expect(code).toBe(0);
  expect(rows.map((row) => row.split(',')[1])).toEqual(cells);
  expect(actions).toEqual(new Set(['ec2:DescribeInstances', action]));
});

test('no column asks for more than the instances unless it needs it', async () => {
  expect((await rowsOf([])).actions).toEqual(new Set(['ec2:DescribeInstances']));
  expect((await rowsOf(['--columns', 'all'])).actions).toEqual(new Set(['ec2:DescribeInstances']));
  expect((await rowsOf(['--sort', '-imageAge'])).actions).toContain('ec2:DescribeImages');
});

test('--describe adds name and age of the AMI, in JSON too', async () => {
  const { rows } = await rowsOf(['--describe']);
  expect(rows[0]).toMatch(/,base-2026,27 d$/);
  const { out } = await groundcrew(['ec2', 'list', '--describe', '--name', 'a', '--output', 'json']);
  expect(JSON.parse(out).instances[0].details).toEqual({
    imageName: 'base-2026',
    imageCreatedAt: expect.stringMatching(/^2026-11-01T00:00:00/),
  });
});

test('--prices adds what each costs a month; what the file does not have is unknown', async () => {
  const path = join(await temporaryFolder(), 'prices.csv');
  await writeFile(path, `type,region,hourly\nm7g.large,${region},0.0816\n`);
  const { code, rows } = await rowsOf(['--prices', path]);
  expect(code).toBe(0);
  expect(rows.map((row) => row.split(',').at(-1))).toEqual(['59.57', 'unknown', '']);
});

test('--prices reads a bill, compressed or not: what does not match is unknown', async () => {
  const { code, rows } = await rowsOf([
    '--prices',
    fileURLToPath(new URL('../../samples/cost/bill-focus-2026.csv.gz', import.meta.url)),
  ]);
  expect(code).toBe(0);
  expect(rows.map((row) => row.split(',').at(-1))).toEqual(['unknown', 'unknown', '']);
  const folder = await temporaryFolder();
  const listed = await groundcrew(['ec2', 'list', '--name', 'a', '--output', 'json']);
  const { instanceId } = (JSON.parse(listed.out) as { instances: { instanceId: string }[] }).instances[0]!;
  const bill = `BillingCurrency,ChargeCategory,ConsumedQuantity,ConsumedUnit,EffectiveCost,ResourceId,x_UsageType
USD,Usage,10,Hrs,0.7,${instanceId},BoxUsage:m7g.large
`;
  await writeFile(join(folder, 'bill.csv'), bill);
  await writeFile(join(folder, 'bill.csv.gz'), gzipSync(bill));
  for (const file of ['bill.csv', 'bill.csv.gz']) {
    const priced = await rowsOf(['--name', 'a', '--prices', join(folder, file)]);
    expect(priced.rows[0]).toMatch(/,51\.10$/);
  }
  await writeFile(join(folder, 'broken.csv.gz'), gzipSync(bill).subarray(0, 60));
  expect((await rowsOf(['--prices', join(folder, 'broken.csv.gz')])).code).toBe(1);
});

test.each([
  [['--columns', 'name,price'], 2, 'the column monthlyPrice needs the prices of an hour: --prices FILE'],
  [['--prices', '/nowhere/p.csv'], 1, 'the price file "/nowhere/p.csv" could not be read'],
  [['--columns', 'stauts'], 2, 'did you mean'],
])('%j is refused', async (words, code, message) => {
  const result = await rowsOf(words);
  expect(result.code).toBe(code);
  expect(result.err).toContain(message);
});
