import { expect, test } from 'vitest';
import { isAccountId, isRegionName } from './regions.ts';

test.each([
  'us-east-1',
  'ap-northeast-2',
  'us-gov-west-1',
  'us-isob-east-1',
  'eusc-de-east-1',
  'mx-central-1',
])('%s has the form of a region', (name) => {
  expect(isRegionName(name)).toBe(true);
});

test.each([
  '',
  'us-east-1a',
  'US-EAST-1',
  'us_east_1',
  'useast1',
  'us-east-0',
  ' us-east-1',
  'us-east-1\n',
  'all',
])('%j does not have the form of a region', (name) => {
  expect(isRegionName(name)).toBe(false);
});

test('an account has twelve digits', () => {
  expect(['012345678901', '12345678901', '0123456789012', '01234567890a'].map(isAccountId)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
