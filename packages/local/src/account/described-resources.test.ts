import { expect, test } from 'vitest';
import { isDenied, parseAccounts } from '@groundcrew/account/file';
import { createOrganization } from './organization.ts';

const inRegions = (regions: object) => ({ accounts: [{ id: '111111111111', regions }] });
const inRegion = (region: object) => inRegions({ 'us-east-1': region });

test.each([
  [{ buckets: [{ name: 'photos', count: 2 }] }, 'buckets[0].name', 'a name that contains {n}'],
  [{ buckets: [{ name: 'Photos' }] }, 'buckets[0].name', 'a match of'],
  [{ tables: [{ name: 'orders' }, { name: 'orders' }] }, 'tables[1].name', 'unique'],
  [{ queues: [{ name: 'orders', colour: 'red' }] }, 'queues[0].colour', 'omitted'],
  [{ topics: [{}] }, 'topics[0].name', 'there'],
  [
    { functions: [{ name: 'f', createdAt: '2026-13-45T00:00:00Z' }] },
    'functions[0].createdAt',
    'a valid date',
  ],
  [{ denied: ['athena'] }, 'denied[0]', 'one of '],
])('%j is refused at %s', (region, location, expected) => {
  const path = `accounts[0].regions["us-east-1"].${location}`;
  expect(() => parseAccounts(inRegion(region))).toThrow(
    expect.objectContaining({
      code: 'account.file.invalid',
      details: { path: expect.stringContaining(path) },
    }),
  );
  expect(() => parseAccounts(inRegion(region))).toThrow(expected);
});

test('the name of a bucket is unique in all accounts and regions, that of another resource in its list', () => {
  const list = [{ name: 'photos' }];
  expect(() =>
    parseAccounts(inRegions({ 'us-east-1': { buckets: list }, 'eu-west-1': { buckets: list } })),
  ).toThrow('unique');
  const both = { 'us-east-1': { tables: list, queues: list }, 'eu-west-1': { tables: list } };
  expect(() => parseAccounts(inRegions(both))).not.toThrow();
});

test('an opt-in region is opted in if it has described resources', () => {
  const organization = createOrganization(
    parseAccounts(inRegions({ 'me-south-1': { queues: [{ name: 'orders' }] } })),
  );
  expect(organization.region('111111111111', 'me-south-1')?.optIn).toBe('opted-in');
  expect(organization.region('111111111111', 'af-south-1')?.optIn).toBe('not-opted-in');
});

test('a policy denies everything, or single services', () => {
  expect(isDenied({ denied: true }, 's3')).toBe(true);
  expect(isDenied({ denied: ['s3', 'logs'] }, 's3')).toBe(true);
  expect(isDenied({ denied: ['s3', 'logs'] }, 'ec2')).toBe(false);
  expect(isDenied({}, 'ec2')).toBe(false);
});
