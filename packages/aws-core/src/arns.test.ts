import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatArn, parseArn, partitionOf } from './arns.ts';

test.each([
  ['eu-west-1', 'aws'],
  ['us-east-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s belongs to %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test('an ARN keeps the colons of its resource', () => {
  expect(parseArn('arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/load:*')).toEqual({
    partition: 'aws',
    service: 'logs',
    region: 'eu-west-1',
    accountId: '123456789012',
    resource: 'log-group:/aws/lambda/load:*',
  });
});

test('the ARN of a bucket has neither region nor account', () => {
  expect(parseArn('arn:aws:s3:::shop')).toMatchObject({ region: '', accountId: '', resource: 'shop' });
});

test.each(['', 'shop', 'arn:aws:s3', 'arn:aws:s3:::', 'i-0123456789abcdef0'])('%j is not an ARN', (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test('an ARN is the same after formatting and parsing', () => {
  const part = fc.stringMatching(/^[a-z0-9-]+$/);
  const arn = fc.record({
    partition: part,
    service: part,
    region: fc.option(part, { nil: '' }),
    accountId: fc.option(part, { nil: '' }),
    resource: fc.string({ minLength: 1 }),
  });
  fc.assert(
    fc.property(arn, (parts) => {
      expect(parseArn(formatArn(parts))).toEqual(parts);
    }),
  );
});
