import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const region = 'eu-west-1';
const now = () => Date.parse('2027-03-05T00:00:00Z');
const schedule = `version: 1
zone: UTC
schedules:
  half: { windows: [{ days: daily, from: 00:00, to: 12:00 }] }
`;
const instances = [
  { id: 'i-00000001', type: 't3.micro', tags: { Schedule: 'half' } },
  { id: 'i-00000002', type: 't3.micro', tags: { Schedule: 'half' } },
  { id: 'i-00000003', type: 't3.micro' },
  { id: 'i-00000004', type: 't3.micro', tags: { Schedule: 'hal' } },
];

/** A bill of February, as CUR 2.0 has it. */
function billOf(lines: readonly (readonly [id: string, usageType: string, hours: string, cost: string])[]) {
  const names = [
    'bill_payer_account_id',
    'line_item_usage_account_id',
    'line_item_line_item_type',
    'line_item_usage_start_date',
    'line_item_product_code',
    'line_item_usage_type',
    'line_item_usage_amount',
    'pricing_unit',
    'line_item_currency_code',
    'line_item_unblended_cost',
    'line_item_resource_id',
    'product_region_code',
  ];
  const rows = lines.map(([id, usageType, hours, cost]) =>
    [
      '111122223333,111122223333,Usage,2027-02-01T00:00:00Z,AmazonEC2',
      usageType,
      hours,
      'Hrs,USD',
      cost,
      id,
      region,
    ].join(','),
  );
  return `${[names.join(','), ...rows].join('\n')}\n`;
}

async function open() {
  const local = await startLocal({
    region,
    accounts: parseAccounts({ accounts: [{ id: '111122223333', regions: { [region]: { instances } } }] }),
  });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const folder = await temporaryFolder();
  const file = (name: string) => join(folder, name);
  await writeFile(file('schedule.yaml'), schedule);
  await groundcrew(['tags', 'collect', file('tags.json'), '--types', 'ec2:instance']);
  await groundcrew(['account', 'collect', file('account.jsonl'), '--types', 'ec2:instance']);
  const simulate = (...words: string[]) =>
    groundcrew(['schedule', 'simulate', file('schedule.yaml'), '--year', '2027', ...words], { now });
  return { file, simulate };
}

test('the hours and the money of what is on a schedule are those of a snapshot and a bill, and the rest is noted', async () => {
  const { file, simulate } = await open();
  const bill = billOf([
    ['i-00000001', 'EU-BoxUsage:t3.micro', '100', '2.5'],
    ['i-00000001', 'EU-BoxUsage:t3.micro', '100', '1.5'],
    ['i-00000001', 'EU-EBS:VolumeUsage.gp3', '50', '9'],
    ['i-00000003', 'EU-BoxUsage:t3.micro', '100', '9'],
  ]);
  await writeFile(file('bill.csv'), bill);
  for (const snapshot of ['tags.json', 'account.jsonl']) {
    const { out, code, err } = await simulate(
      ...['--from', file(snapshot), '--source', file('bill.csv'), '--output', 'json'],
    );
    expect(code, err).toBe(0);
    // $0.02 an hour: 8,760 of them in a year, and half of those.
    expect((JSON.parse(out) as { resources: unknown }).resources).toEqual([
      {
        schedule: 'half',
        type: 'ec2:instance',
        count: 2,
        onHours: 8760,
        offHours: 8760,
        priced: 1,
        currency: 'USD',
        always: 14.6,
        scheduled: 7.3,
        saved: 7.3,
      },
    ]);
  }
  const { out } = await simulate('--from', file('tags.json'), '--source', file('bill.csv'));
  expect(out).toContain('2 resources on schedules, 1 on none');
  expect(out).toContain(
    'i-00000004 has Schedule="hal", but there is no schedule of that name; did you mean half?',
  );
  expect(out).toMatch(/1 resource(s)? have no price/);
  // Another month has no price, which is not 0.
  const january = await simulate(
    ...[
      '--from',
      file('tags.json'),
      '--source',
      file('bill.csv'),
      '--bill-month',
      '2027-01',
      '--output',
      'json',
    ],
  );
  expect((JSON.parse(january.out) as { resources: object[] }).resources).toMatchObject([
    { priced: 0, always: null, saved: null },
  ]);
});

test('hours alone need no bill, and a bill alone is wrong usage', async () => {
  const { file, simulate } = await open();
  const { out, code } = await simulate('--from', file('tags.json'));
  expect(code).toBe(0);
  expect(out).toContain('Resources in the year');
  expect(out).not.toContain('Saved');
  expect(await simulate('--source', file('tags.json'))).toMatchObject({ code: 2 });
  expect(
    await simulate('--from', file('tags.json'), '--source', file('x.csv'), '--bill-month', '2027-13'),
  ).toMatchObject({ code: 2 });
  expect(await simulate('--from', file('schedule.yaml'))).toMatchObject({ code: 1 });
});
