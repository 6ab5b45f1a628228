import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  ListCostAllocationTagBackfillHistoryCommand,
  ListCostAllocationTagsCommand,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from '@aws-sdk/client-cost-explorer';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import { parseAccounts } from '../account/index.ts';
import { createMovableClock } from '../movable-clock.ts';
import { startLocal } from '../start-local.ts';
import { startAccounts } from '../testing/start-accounts.ts';
import { type TestRow, writeBill } from './testing/write-bill.ts';

const rows: readonly TestRow[] = [
  { BilledCost: '1', Tags: '{"Project":"shop","aws:createdBy":"x"}' },
  { BilledCost: '2', Tags: '{"Team":"web"}', ChargePeriodStart: '2026-10-20T00:00:00Z' },
  { BilledCost: '4', Tags: '{"Project":"shop"}', ChargePeriodStart: '2026-11-04T00:00:00Z' },
];

async function start(bill: readonly TestRow[] = rows) {
  const clock = createMovableClock(Date.parse('2026-11-03T12:00:00Z'));
  const local = await startLocal({
    clock,
    bill: writeBill(bill),
    accounts: parseAccounts({
      accounts: [
        {
          id: '111111111111',
          regions: {
            'eu-west-1': { buckets: [{ name: 'goods', tags: { Project: 'shop', CostCenter: '7' } }] },
          },
        },
      ],
    }),
  });
  const client = new CostExplorerClient({
    endpoint: local.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    await local.close();
  });
  const statuses = async (input = {}) => {
    const { CostAllocationTags = [] } = await client.send(new ListCostAllocationTagsCommand(input));
    return Object.fromEntries(CostAllocationTags.map(({ TagKey, Status }) => [TagKey, Status]));
  };
  const update = (...entries: (readonly [key: string, status: 'Active' | 'Inactive'])[]) =>
    client.send(
      new UpdateCostAllocationTagsStatusCommand({
        CostAllocationTagsStatus: entries.map(([TagKey, Status]) => ({ TagKey, Status })),
      }),
    );
  const byProject = async () => {
    const { ResultsByTime = [] } = await client.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: '2026-10-01', End: '2026-12-01' },
        Granularity: 'MONTHLY',
        Metrics: ['UnblendedCost'],
        GroupBy: [{ Type: 'TAG', Key: 'Project' }],
      }),
    );
    return ResultsByTime.map(({ Groups = [] }) =>
      Object.fromEntries(Groups.map(({ Keys, Metrics }) => [Keys![0], Metrics!.UnblendedCost!.Amount])),
    );
  };
  const backfill = (BackfillFrom: string) =>
    client.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom }));
  return { clock, local, client, statuses, update, byProject, backfill };
}

test('the keys of a bill are active, those that only resources have are not', async () => {
  const { client, statuses } = await start();
  expect(await statuses()).toEqual({
    CostCenter: 'Inactive',
    Project: 'Active',
    Team: 'Active',
    'aws:createdBy': 'Active',
  });
  expect(await statuses({ Status: 'Inactive' })).toEqual({ CostCenter: 'Inactive' });
  expect(await statuses({ Type: 'AWSGenerated' })).toEqual({ 'aws:createdBy': 'Active' });
  expect(await statuses({ TagKeys: ['Team', 'None'] })).toEqual({ Team: 'Active' });
  const { CostAllocationTags } = await client.send(new ListCostAllocationTagsCommand({ TagKeys: ['Team'] }));
  expect(CostAllocationTags).toEqual([
    { TagKey: 'Team', Type: 'UserDefined', Status: 'Active', LastUsedDate: '2026-10-01T00:00:00Z' },
  ]);
});

test('keys are listed in pages', async () => {
  const { client } = await start();
  const keys: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListCostAllocationTagsCommand({ MaxResults: 3, ...(NextToken && { NextToken }) }),
    );
    keys.push(...page.CostAllocationTags!.map(({ TagKey }) => TagKey));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(keys).toEqual(['CostCenter', 'Project', 'Team', 'aws:createdBy']);
});

test('costs have a key from its activation on, and earlier ones after a backfill', async () => {
  const { clock, statuses, update, byProject, backfill, client } = await start();
  await update(['Project', 'Inactive']);
  expect(await statuses({ Status: 'Inactive' })).toEqual({ CostCenter: 'Inactive', Project: 'Inactive' });
  expect(await byProject()).toEqual([{ Project$: '3' }, {}]);

  await update(['Project', 'Active']);
  await clock.advance(2 * 86_400_000);
  expect(await byProject()).toEqual([{ Project$: '3' }, { Project$shop: '4' }]);

  const { BackfillRequest } = await backfill('2026-10-01T00:00:00Z');
  expect(BackfillRequest).toMatchObject({
    BackfillFrom: '2026-10-01T00:00:00Z',
    BackfillStatus: 'PROCESSING',
  });
  expect((await byProject())[0]).toEqual({ Project$: '3' });
  await clock.advance(3_600_000);
  expect((await byProject())[0]).toEqual({ Project$: '2', Project$shop: '1' });
  const { BackfillRequests } = await client.send(new ListCostAllocationTagBackfillHistoryCommand({}));
  expect(BackfillRequests).toMatchObject([{ BackfillStatus: 'SUCCEEDED' }]);
});

test('a key that AWS does not know is an error of its own, the others are changed', async () => {
  const { statuses, update } = await start();
  const { Errors } = await update(['Owner', 'Active'], ['CostCenter', 'Active']);
  expect(Errors).toEqual([
    { TagKey: 'Owner', Code: 'TagKeysNotFoundException', Message: 'Tag keys not found: Owner' },
  ]);
  expect(await statuses({ TagKeys: ['CostCenter'] })).toEqual({ CostCenter: 'Active' });
});

test.each([
  ['2026-10-02T00:00:00Z', 'first day of a month'],
  ['2026-12-01T00:00:00Z', 'in the future'],
  ['2025-10-01T00:00:00Z', 'twelve months'],
  ['2026-10-01', 'is not a date and time with a zone'],
])('a backfill from %s is refused', async (from, text) => {
  const { backfill } = await start();
  await expect(backfill(from)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(text) as string,
  });
});

test('a second backfill within a day is refused', async () => {
  const { clock, backfill } = await start();
  await backfill('2026-10-01T00:00:00Z');
  await clock.advance(2 * 3_600_000);
  await expect(backfill('2026-09-01T00:00:00Z')).rejects.toMatchObject({
    name: 'BackfillLimitExceededException',
  });
  await clock.advance(23 * 3_600_000);
  await expect(backfill('2026-09-01T00:00:00Z')).resolves.toBeDefined();
});

test('more than twenty keys in a request, and unknown states, are refused', async () => {
  const { update } = await start();
  const many = Array.from({ length: 21 }, (_, index) => [`key${index}`, 'Active'] as const);
  await expect(update(...many)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(update(['Project', 'On' as 'Active'])).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a member account has no access', async () => {
  const document = {
    accounts: [
      { id: '111111111111', regions: {} },
      { id: '222222222222', roles: [{ name: 'ops' }], regions: {} },
    ],
  };
  const { sts, client } = await startAccounts(document, {
    bill: writeBill(rows),
    clock: createMovableClock(Date.UTC(2026, 10, 3)),
  });
  const role = { RoleArn: 'arn:aws:iam::222222222222:role/ops', RoleSessionName: 'test' };
  const { Credentials } = await sts().send(new AssumeRoleCommand(role));
  const credentials = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  const list = client(CostExplorerClient, 'us-east-1', credentials).send(new ListCostAllocationTagsCommand());
  await expect(list).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message:
      "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost allocation tags.",
  });
});
