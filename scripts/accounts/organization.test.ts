import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const region = 'us-east-1';
const withInstance = (name: string) => ({ [region]: { instances: [{ name, type: 't3.micro' }] } });
const document = {
  accounts: [
    { id: '111111111111', alias: 'payer', regions: withInstance('own') },
    {
      id: '222222222222',
      name: 'shop',
      roles: [{ name: 'auditor', externalId: 'x-1' }],
      regions: withInstance('shop'),
    },
    { id: '333333333333', name: 'closed', status: 'SUSPENDED', regions: withInstance('closed') },
    { id: '444444444444', name: 'lab', regions: withInstance('lab') },
  ],
};
const reach = ['--accounts', 'organization', '--role', 'auditor', '--external-id', 'x-1'];

let local: LocalAws;
beforeAll(async () => {
  local = await startLocal({ accounts: parseAccounts(document), region });
});
beforeEach(() => {
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
});
afterAll(() => local.close());

const note =
  'Not queried, because they are not active accounts of the organization: 333333333333 (closed, SUSPENDED).';

test('every active account is listed: the own one by the own credentials, the others by the role', async () => {
  const { code, out, err } = await groundcrew(['ec2', 'list', ...reach, '--output', 'json']);
  // The role does not exist in one of them.
  expect(code).toBe(3);
  const { instances, regions, notes } = JSON.parse(out) as {
    instances: { accountId: string; name: string }[];
    regions: { accountId: string; status: string }[];
    notes: string[];
  };
  expect(instances.map(({ accountId, name }) => `${accountId} ${name}`).toSorted()).toEqual([
    '111111111111 own',
    '222222222222 shop',
  ]);
  expect(regions.map(({ accountId, status }) => `${accountId} ${status}`)).toEqual([
    '111111111111 listed',
    '222222222222 listed',
    '444444444444 denied',
  ]);
  expect(notes).toContain(note);
  expect(err).toContain(`${note}\n`);
});

test('a lookup looks in all of them', async () => {
  const { out } = await groundcrew(['ec2', 'lookup', 'shop', ...reach, '--output', 'json']);
  expect(JSON.parse(out)).toMatchObject({ status: 'one', instance: { accountId: '222222222222' } });
});

test('with --debug each account is shown, and as whom it is asked', async () => {
  const { err } = await groundcrew(['ec2', 'list', ...reach, '--debug']);
  expect(err).toContain('In account 111111111111 (payer), the root user, region us-east-1');
  expect(err).toContain('In account 222222222222, role auditor (session groundcrew)');
});

test('tags are collected, and groups planned, in all of them', async () => {
  const collected = await groundcrew(['tags', 'collect', '--types', 'ec2:instance', ...reach]);
  const { accounts, coverage } = JSON.parse(collected.out) as {
    accounts: { id: string }[];
    coverage: { accountId: string; status: string }[];
  };
  expect(accounts.map(({ id }) => id)).toEqual(['111111111111', '222222222222']);
  expect(coverage).toContainEqual(expect.objectContaining({ accountId: '444444444444', status: 'denied' }));
  const grouped = await groundcrew(['tags', 'group', '--by', 'Name', ...reach, '--output', 'json']);
  expect(grouped.out).toContain('111111111111');
  expect(grouped.out).toContain('222222222222');
  expect(grouped.out).not.toContain('333333333333');
});

test.each([
  [['--accounts', 'organization'], '--accounts needs the role'],
  [['--accounts', 'organization,111111111111', '--role', 'auditor'], 'write only organization'],
  [
    ['--accounts', 'organization', '--role', 'arn:aws:iam::222222222222:role/auditor'],
    'write {account} in place of the account',
  ],
])('%j is wrong usage', async (words, message) => {
  const { code, err } = await groundcrew(['ec2', 'list', ...words]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('for an account of no organization, the error asks to name the accounts', async () => {
  const alone = await startLocal({ region });
  for (const [name, value] of Object.entries(alone.environment())) vi.stubEnv(name, value);
  const { code, err } = await groundcrew(['ec2', 'list', ...reach]);
  await alone.close();
  expect(code).toBe(1);
  expect(err).toContain('belongs to no organization; name the accounts');
  expect(err).toContain('[aws-organizations.not-in-use]');
});

test('for an account that may not list the others, the error states who may', async () => {
  const config = join(await temporaryFolder(), 'config');
  await writeFile(
    config,
    '[profile member]\nrole_arn = arn:aws:iam::222222222222:role/auditor\nexternal_id = x-1\n' +
      'credential_source = Environment\n',
  );
  const { code, out, err } = await groundcrew(['ec2', 'list', ...reach, '--profile', 'member'], {
    environment: { AWS_CONFIG_FILE: config },
  });
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain('only the management account and a delegated administrator may list them');
});
