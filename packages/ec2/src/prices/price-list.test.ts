import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePriceList } from './price-list.ts';
import { splitCsvLine } from './split-csv-line.ts';

const facts = {
  instanceType: 'm7g.large',
  region: 'us-east-1',
  lifecycle: 'on-demand',
  platform: 'Linux/UNIX',
  state: 'running',
} as const;
const plain = 'type,region,hourly\nm7g.large,us-east-1,0.0816\n';

test('a month has 730 hours', () => {
  const prices = parsePriceList(plain, 'p.csv');
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
] as const)('%o: %s', (other, price) => {
  expect(parsePriceList(plain, 'p.csv').monthlyPrice({ ...facts, ...other })).toBe(price);
});

test('columns are found by their names, in any order, with others beside them', () => {
  const prices = parsePriceList(
    '\ufeff"Instance Type","Region Code",SKU,"Operating System",Lifecycle,"Price per hour"\r\n' +
      'm7g.large,us-east-1,"A,""B""",Linux,spot,0.03\r\nm7g.large,us-east-1,X,Windows,,0.2\r\n\r\n',
    'p.csv',
  );
  expect(prices.monthlyPrice({ ...facts, lifecycle: 'spot' })).toBe('21.90');
  expect(prices.monthlyPrice({ ...facts, platform: 'Windows' })).toBe('146.00');
  expect(prices.monthlyPrice(facts)).toBe('unknown');
});

test.each([
  ['', 'has no column type'],
  ['type,region\n', 'p.csv:1 has no column hourly; the first line has to be type,region,hourly'],
  ['type,region,hourly\n', 'p.csv contains no price'],
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
])('%j is refused', (text, message) => {
  expect(() => parsePriceList(text, 'p.csv')).toThrow(
    expect.objectContaining({ code: 'fleet.prices.malformed', message: expect.stringContaining(message) }),
  );
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
