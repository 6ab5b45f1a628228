import { expect, test } from 'vitest';
import { readJson } from './fields.ts';
import { awsEndpoint } from './services.ts';

test.each([
  ['rds', 'eu-west-1', 'https://rds.eu-west-1.amazonaws.com', 'eu-west-1'],
  ['ecr', 'cn-north-1', 'https://api.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['iam', 'us-east-1', 'https://iam.amazonaws.com', 'us-east-1'],
  ['iam', 'cn-north-1', 'https://iam.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['iam', 'us-gov-west-1', 'https://iam.us-gov.amazonaws.com', 'us-gov-west-1'],
  ['route53', 'cn-north-1', 'https://route53.amazonaws.com.cn', 'cn-northwest-1'],
  ['cloudfront', 'us-east-1', 'https://cloudfront.amazonaws.com', 'us-east-1'],
] as const)('%s in %s is reached at %s, signed for %s', (service, region, url, signingRegion) => {
  expect(awsEndpoint(service, region)).toEqual({ url, signingRegion });
});

test.each([
  ['rds', 'us-east-1', 'https://rds-fips.us-east-1.amazonaws.com'],
  ['ecr', 'us-east-1', 'https://api.ecr-fips.us-east-1.amazonaws.com'],
  ['eks', 'us-east-1', 'https://fips.eks.us-east-1.amazonaws.com'],
  ['iam', 'us-east-1', 'https://iam-fips.amazonaws.com'],
  ['cloudfront', 'eu-west-1', 'https://cloudfront-fips.amazonaws.com'],
  ['rds', 'us-gov-west-1', 'https://rds.us-gov-west-1.amazonaws.com'],
  ['kms', 'us-gov-west-1', 'https://kms-fips.us-gov-west-1.amazonaws.com'],
  ['iam', 'us-gov-east-1', 'https://iam.us-gov.amazonaws.com'],
  ['step-functions', 'us-gov-west-1', 'https://states.us-gov-west-1.amazonaws.com'],
  ['step-functions', 'us-gov-east-1', 'https://states-fips.us-gov-east-1.amazonaws.com'],
] as const)('with FIPS, %s in %s is reached at %s', (service, region, url) => {
  expect(awsEndpoint(service, region, { fips: true }).url).toBe(url);
});

test('of JSON only what is described is read, and what is of another type is unknown', () => {
  const fields = { name: 'text', count: 'integer', at: 'date', tags: 'map', more: 'flag' } as const;
  const value = { name: 7, count: 3, at: 1_767_323_045.678, tags: { a: 'b', c: 1 }, other: 'x', more: 'yes' };
  expect(readJson(fields, value)).toEqual({
    count: 3,
    at: new Date('2026-01-02T03:04:05.678Z'),
    tags: { a: 'b' },
  });
  expect(readJson(fields, 'no object')).toEqual({});
});
