import path from 'node:path';
import { createMovableClock, type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Aws, createAws } from './aws.ts';
import { createWorkFolder, root } from './tools.ts';

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let local: LocalAws;
let aws: Aws;

beforeAll(async () => {
  work = await createWorkFolder();
  local = await startLocal({
    clock: createMovableClock(Date.parse('2026-11-21T12:00:00Z')),
    bill: path.join(root, 'samples/cost/bill-focus-2026.csv.gz'),
  });
  aws = createAws(local, work.path);
});
afterAll(async () => {
  await local?.close();
  await work.remove();
});

interface CostAndUsage {
  readonly ResultsByTime: readonly {
    readonly Total: Readonly<Record<string, { readonly Amount: string; readonly Unit: string }>>;
    readonly Groups: readonly {
      readonly Keys: readonly string[];
      readonly Metrics: Readonly<Record<string, { readonly Amount: string }>>;
    }[];
  }[];
}

const october = ['--time-period', 'Start=2026-10-01,End=2026-11-01', '--granularity', 'MONTHLY'];
const unblended = ['--metrics', 'UnblendedCost'];

test('aws ce get-cost-and-usage returns the month of the sample to the last digit, in total and by tag and service', async () => {
  const inAll = await aws.json<CostAndUsage>('ce', 'get-cost-and-usage', ...october, ...unblended);
  expect(inAll.ResultsByTime[0]!.Total.UnblendedCost).toEqual({ Amount: '3970.7125278982', Unit: 'USD' });

  const grouped = await aws.json<CostAndUsage>(
    ...['ce', 'get-cost-and-usage', ...october, ...unblended],
    ...['--group-by', 'Type=TAG,Key=Project', 'Type=DIMENSION,Key=SERVICE'],
  );
  const { Groups } = grouped.ResultsByTime[0]!;
  expect(Groups.map(({ Keys }) => Keys)).toContainEqual(['Project$catalog', 'Amazon CloudFront']);
  expect(Groups.some(({ Keys }) => Keys[0] === 'Project$')).toBe(true);
  const sum = Groups.reduce((total, { Metrics }) => total + Number(Metrics.UnblendedCost!.Amount), 0);
  expect(sum).toBeCloseTo(3_970.712_527_898_2, 8);
});

test.each([
  [
    ['--group-by', 'Type=DIMENSION,Key=SERVICE', 'Type=DIMENSION,Key=REGION', 'Type=TAG,Key=Project'],
    'ValidationException',
  ],
  [['--metrics', 'SomethingElse'], 'ValidationException'],
])('aws ce get-cost-and-usage with %j is refused', async (args, code) => {
  const metrics = args.includes('--metrics') ? [] : unblended;
  const { code: exitCode, stderr } = await aws.run(
    'ce',
    'get-cost-and-usage',
    ...october,
    ...metrics,
    ...args,
  );
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain(code);
});

test('aws ce get-tags lists the projects, and get-cost-forecast returns more than zero', async () => {
  const { Tags } = await aws.json<{ Tags: string[] }>(
    ...['ce', 'get-tags', '--time-period', 'Start=2026-10-01,End=2026-11-01', '--tag-key', 'Project'],
  );
  expect(Tags).toEqual(expect.arrayContaining(['shop', 'catalog', 'analytics', 'inventory']));
  const { Total } = await aws.json<{ Total: { Amount: string; Unit: string } }>(
    ...['ce', 'get-cost-forecast', '--time-period', 'Start=2026-11-21,End=2026-12-01'],
    ...['--granularity', 'MONTHLY', '--metric', 'UNBLENDED_COST'],
  );
  expect(Number(Total.Amount)).toBeGreaterThan(100);
  expect(Total.Unit).toBe('USD');
});
