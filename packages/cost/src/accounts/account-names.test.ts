import { describe, expect, it } from 'vitest';
import { accountLabel, idsOfAccounts, parseAccountNames } from './index.ts';

const [shop, data] = ['111122223333', '444455556666'] as const;

describe('parseAccountNames', () => {
  it.each([
    ['CSV', `${shop},shop-prod\n${data},"data, and ""more"""\n`],
    [
      'CSV with a heading and a byte order mark',
      `\uFEFFId,Name\r\n${shop},shop-prod\r\n${data},"data, and ""more"""`,
    ],
    ['a JSON object', JSON.stringify({ [shop]: 'shop-prod', [data]: 'data, and "more"' })],
    [
      'the output of aws organizations',
      JSON.stringify({
        Accounts: [
          { Id: shop, Name: 'shop-prod' },
          { Id: data, Name: 'data, and "more"' },
        ],
      }),
    ],
  ])('reads %s', (_, text) => {
    expect([...parseAccountNames(text, 'names')]).toEqual([
      [shop, 'shop-prod'],
      [data, 'data, and "more"'],
    ]);
  });

  it.each([
    [`${shop},a\n${shop},b`, /has two names, "a" and "b"/],
    [`${shop},a\n12,b`, /line 2 of names .*"12" is not the 12 digits/],
    [`${shop},`, /has no name/],
    ['{"a"', /not JSON/],
    ['[1]', /null is not the 12 digits/],
  ])('refuses %j with the reason', (text, message) => {
    expect(() => parseAccountNames(text, 'names')).toThrow(message);
  });
});

const names = new Map([
  [shop, 'shop'],
  [data, 'shop'],
]);

it('a name is beside its id, and an account without one has its id', () => {
  expect([accountLabel(shop, names), accountLabel('1', names), accountLabel(shop, undefined)]).toEqual([
    `shop (${shop})`,
    '1',
    shop,
  ]);
});

it('a filter by a name is one by all accounts of that name', () => {
  const filters = [
    { dimension: 'account', values: ['shop', null, '777788889999', 'unknown'] },
    { dimension: 'service', values: ['shop'] },
  ] as const;
  expect(idsOfAccounts(filters, names)).toEqual([
    { dimension: 'account', values: [shop, data, null, '777788889999', 'unknown'] },
    { dimension: 'service', values: ['shop'] },
  ]);
});
