import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPriceList } from './read-price-list.ts';
import { splitCsvLine } from './split-csv-line.ts';

const facts = {
  instanceId: 'i-0123456789abcdef0',
  instanceType: 'm7g.large',
  region: 'us-east-1',
  lifecycle: 'on-demand',
  platform: 'Linux/UNIX',
  state: 'running',
} as const;
const read = (text: string) => readPriceList(text.split(/\r?\n/), 'p.csv');
const plain = 'type,region,hourly\nm7g.large,us-east-1,0.0816\n';

test('a month has 730 hours', async () => {
  const prices = await read(plain);
  expect(prices.monthlyPrice(facts)).toBe('59.57');
});

test.each([
  [{ instanceType: 'm7g.xlarge' }, 'unknown'],
  [{ region: 'eu-west-1' }, 'unknown'],
  // The price of Linux is not that of Windows, nor that of on-demand of spot.
  [{ platform: 'Windows' }, 'unknown'],
  [{ lifecycle: 'spot' }, 'unknown'],
  [{ state: 'stopped' }, null],
  [{ state: 'terminated' }, null],
  [{ state: 'pending' }, '59.57'],
  [{ lifecycle: null, platform: null }, '59.57'],
] as const)('%o: %s', async (other, price) => {
  expect((await read(plain)).monthlyPrice({ ...facts, ...other })).toBe(price);
});

test('columns are found by their names, in any order, with others beside them', async () => {
  const prices = await read(
    '\ufeff"Instance Type","Region Code",SKU,"Operating System",Lifecycle,"Price per hour"\r\n' +
      'm7g.large,us-east-1,"A,""B""",Linux,spot,0.03\r\nm7g.large,us-east-1,X,Windows,,0.2\r\n\r\n',
  );
  expect(prices.monthlyPrice({ ...facts, lifecycle: 'spot' })).toBe('21.90');
  expect(prices.monthlyPrice({ ...facts, platform: 'Windows' })).toBe('146.00');
  expect(prices.monthlyPrice(facts)).toBe('unknown');
});

test.each([
  ['', 'p.csv is empty'],
  ['type,region\n', 'p.csv:1 has no column hourly; the first line has to be type,region,hourly'],
  ['type,region,hourly\n', 'p.csv:1 has no price below it'],
  [
    'type,region,hourly\nm7g.large,us-east-1,"0,08"\n',
    'p.csv:2 has the price "0,08"; write it as a plain number',
  ],
  ['type,region,hourly\nm7g.large,us-east-1,$0.08\n', 'has the price "$0.08"'],
  ['type,region,hourly\nm7g.large,us-east-1,\n', 'has the price ""'],
  ['type,region,hourly\n,us-east-1,1\n', 'p.csv:2 has no type, or no region'],
  ['type,region,hourly\n"m7g.large,us-east-1,1\n', 'p.csv:2 has a quote that is not closed'],
  ['type,region,hourly,price\n', 'has several columns that could be hourly'],
  [`${plain}m7g.large,us-east-1,0.09\n`, 'has another price for m7g.large in us-east-1 than p.csv:2'],
])('%j is refused', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'fleet.prices.malformed',
    message: expect.stringContaining(message),
  });
});

const billHeader =
  'BillingCurrency,ChargeCategory,ConsumedQuantity,ConsumedUnit,EffectiveCost,ResourceId,Tags,x_UsageType';
const billed = (...rows: string[]) => read([billHeader, ...rows].join('\n'));
const id = facts.instanceId;

test('a bill has what an hour of each instance cost, without disks, traffic and other months of credits', async () => {
  const prices = await billed(
    `USD,Usage,24,Hrs,1.2,${id},"{""a"":""b,c""}",APN2-BoxUsage:m7g.large`,
    `USD,Usage,24,Hrs,2.4,arn:aws:ec2:us-east-1:111122223333:instance/${id},,APN2-BoxUsage:m7g.large`,
    `USD,Usage,30,GB,3.8,${id},,APN2-DataTransfer-Out-Bytes`,
    `USD,Usage,24,Hrs,9,${id},,APN2-EBSOptimized:m7g.large`,
    `USD,Credit,24,Hrs,-9,${id},,APN2-BoxUsage:m7g.large`,
    `USD,Usage,1,Hrs,9,i-00000000000000000,,BoxUsage:m7g.large`,
  );
  // 3.6 for 48 hours.
  expect(prices.monthlyPrice(facts)).toBe('54.75');
  expect(prices.monthlyPrice({ ...facts, state: 'stopped' })).toBeNull();
  // Another type then, or an instance that the bill does not have.
  expect(prices.monthlyPrice({ ...facts, instanceType: 'm7g.xlarge' })).toBe('unknown');
  expect(prices.monthlyPrice({ ...facts, instanceId: 'i-11111111111111111' })).toBe('unknown');
});

test('a bill continues over the end of a line within quotes', async () => {
  const prices = await billed(`USD,Usage,1,Hrs,0.1,${id},"a\nb",BoxUsage:m7g.large`);
  expect(prices.monthlyPrice(facts)).toBe('73.00');
});

test.each([
  [[`USD,Usage,x,Hrs,1,${id},,BoxUsage:m7g.large`], 'p.csv:2 has the amount "x", which is not a number'],
  [[`USD,Usage,1,GB,1,${id},,DataTransfer-Out-Bytes`], 'no hour of an instance is below it'],
  [
    [`USD,Usage,1,Hrs,1,${id},,BoxUsage:m7g.large`, `EUR,Usage,1,Hrs,1,${id},,BoxUsage:m7g.large`],
    'p.csv:3 has amounts in EUR, and others are in USD',
  ],
])('a bill of %j is refused', async (rows, message) => {
  await expect(billed(...rows)).rejects.toMatchObject({ message: expect.stringContaining(message) });
});

test('a bill without the column of its hours is refused', async () => {
  await expect(read('ResourceId,EffectiveCost\n')).rejects.toMatchObject({
    message: expect.stringContaining('is that of a bill, and has no column consumedquantity'),
  });
});

test('cells keep their meaning, however they are quoted', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '0', 'é') });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      const line = cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
      expect(splitCsvLine(line)).toEqual(cells);
    }),
  );
});
