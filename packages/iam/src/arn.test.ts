import { expect, test } from 'vitest';
import { matchesArn, resourceTokens } from './arn.ts';
import { matches, tokensOf } from './wildcard.ts';

const isResource = (pattern: string, arn: string) => matches(resourceTokens(tokensOf(pattern)), arn);
const table = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Inventory';

test.each([
  ['*', true],
  ['arn:aws:dynamodb:*', true],
  ['arn:aws:dynamodb:*:*:table/*', true],
  ['arn:aws:dynamodb:eu-*-1:123456789012:table/Inv?ntory', true],
  // Within the region, and not on to the account.
  ['arn:aws:dynamodb:eu*2:table/Inventory', false],
  ['arn:aws:dynamodb:e?-west-1:123456789012:*', true],
  ['arn:aws:dynamodb:eu-west-1::table/Inventory', false],
  ['arn:aws:dynamodb:eu-west-1:123456789012:table/inventory', false],
])('the resource %s names a table: %s', (pattern, expected) => {
  expect(isResource(pattern, table)).toBe(expected);
});

test('the last part of an ARN may have colons, and its wildcards take them', () => {
  expect(isResource('arn:aws:s3:::shop/*.csv', 'arn:aws:s3:::shop/10:30.csv')).toBe(true);
  expect(
    isResource('arn:aws:logs:*:*:*', 'arn:aws:logs:eu-west-1:123456789012:log-group:/a:log-stream:b'),
  ).toBe(true);
});

test('a resource of the whole service is not a resource without an account', () => {
  expect(isResource('arn:aws:ec2:eu-west-1:123456789012:*', 'arn:aws:ec2:eu-west-1::snapshot/snap-1')).toBe(
    false,
  );
  expect(isResource('arn:aws:ec2:eu-west-1::snapshot/*', 'arn:aws:ec2:eu-west-1::snapshot/snap-1')).toBe(
    true,
  );
});

test.each([
  ['arn:aws:sns:*:123456789012:*', 'arn:aws:sns:eu-west-1:123456789012:a:b', true],
  ['*', 'arn:aws:sns:eu-west-1:123456789012:a', true],
  // Each of the six parts is compared on its own.
  ['arn:aws:sns:*', 'arn:aws:sns:eu-west-1:123456789012:a', false],
  ['arn:aws:sns:*:a', 'arn:aws:sns:eu-west-1:123456789012:a', false],
  ['arn:*:sns:*:*:a', 'not an ARN', false],
])('ArnLike %s of %s: %s', (pattern, arn, expected) => {
  expect(matchesArn(tokensOf(pattern), arn)).toBe(expected);
});
