import { readFile } from 'node:fs/promises';
import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountsSchema, type LocalAccounts, parseAccounts } from '@groundcrew/account/file';
import { createOrganization } from './organization.ts';

const samples = new URL('../../../../samples/account/', import.meta.url);

async function readSample(): Promise<LocalAccounts> {
  return parseAccounts(JSON.parse(await readFile(new URL('account.json', samples), 'utf8')));
}

/** An account whose one region has this one instance. */
function withInstance(instance: object, region = 'us-east-1') {
  return { accounts: [{ id: '111111111111', regions: { [region]: { instances: [instance] } } }] };
}

/** An account whose one region has these lists. */
function withResources(region: object) {
  return { accounts: [{ id: '111111111111', regions: { 'us-east-1': region } }] };
}

test('the committed schema is the one that files are validated against', async () => {
  // `vitest -u` regenerates it.
  const written = `${JSON.stringify(accountsSchema, undefined, 2)}\n`;
  await expect(written).toMatchFileSnapshot(new URL('account.schema.json', samples).pathname);
});

test('the sample covers the usual cases', async () => {
  const { accounts } = await readSample();
  const regions = accounts.flatMap((account) => Object.values(account.regions));
  const instances = regions.flatMap((region) => region.instances ?? []);
  expect(accounts.length).toBeGreaterThan(1);
  expect(regions.some(({ optIn }) => optIn === 'not-opted-in')).toBe(true);
  expect(regions.some(({ denied }) => denied)).toBe(true);
  expect(new Set(instances.map(({ state }) => state))).toContain('terminated');
  expect(instances.some(({ name, tags }) => name === undefined && tags === undefined)).toBe(true);
  expect(instances.some(({ lifecycle }) => lifecycle === 'spot')).toBe(true);
});

test('no two instances of the sample share an id or a private address', async () => {
  const sample = await readSample();
  const organization = createOrganization(sample);
  const ids: string[] = [];
  const addresses: string[] = [];
  for (const account of sample.accounts) {
    for (const region of Object.keys(account.regions)) {
      const instances = organization.instances(account.id, region);
      for (let position = 0; position < instances.size; position++) {
        const { id, network } = instances.at(position);
        ids.push(id);
        for (const address of network?.privateIps ?? []) addresses.push(`${account.id} ${region} ${address}`);
      }
    }
  }
  expect(ids).not.toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(addresses).size).toBe(addresses.length);
});

const t3 = { type: 't3.micro' };

test.each([
  [[], 'the account file must be an object ({…}), not []'],
  [{}, 'has no accounts'],
  [{ accounts: [] }, '[] at accounts'],
  [{ accounts: [{ id: '42', regions: {} }] }, '"42" at accounts[0].id'],
  [
    { accounts: [{ id: '111111111111', regions: { virginia: {} } }] },
    '"virginia" at accounts[0].regions.virginia',
  ],
  [
    {
      accounts: [
        { id: '111111111111', regions: {} },
        { id: '111111111111', regions: {} },
      ],
    },
    '"111111111111" at accounts[1].id',
  ],
  [
    { accounts: [{ id: '111111111111', regions: {}, role: [] }] },
    'supported: id, alias, name, status, roles, regions',
  ],
  [withInstance({}), 'accounts[0].regions["us-east-1"].instances[0].type is missing'],
  [withInstance({ type: 'large' }), '"large" at accounts[0].regions["us-east-1"].instances[0].type'],
  [withInstance({ ...t3, state: 'asleep' }), 'one of pending, running'],
  [withInstance({ ...t3, count: 1.5 }), '1.5 at'],
  [withInstance({ ...t3, count: 0 }), 'at least 1'],
  [withInstance({ ...t3, count: 1_000_000 }), 'at most 200000'],
  [withInstance({ ...t3, count: 2, id: 'i-00000001' }), 'omitted with count'],
  [withInstance({ ...t3, count: 2, privateIps: ['10.0.0.1'] }), 'omitted with count'],
  [withInstance({ ...t3, count: 2, publicIp: '203.0.113.1' }), 'with count'],
  [withInstance({ ...t3, zone: 'us-east-2a' }), '"us-east-2a" at'],
  [withInstance({ ...t3, zone: 'b' }, 'ap-northeast-1'), 'one of a, c, d'],
  [withInstance({ ...t3, name: 'a', tags: { Name: 'b' } }), 'the name "a"'],
  [withInstance({ ...t3, launchTime: '2026-13-01T00:00:00Z' }), 'a valid date'],
  [withInstance({ ...t3, privateIps: ['10.0.0.256'] }), '"10.0.0.256" at'],
  [withInstance({ ...t3, publicIp: 7 }), '7 at'],
  [withInstance({ ...t3, denied: true }), 'omitted (supported: id, count'],
  [
    withResources({ volumes: [{ id: 'vol-1' }] }),
    '"vol-1" at accounts[0].regions["us-east-1"].volumes[0].id',
  ],
  [withResources({ volumes: [{ vpc: 'main' }] }), 'omitted (supported: id, count'],
  [withResources({ volumes: [{ id: 'data', count: 2 }] }), 'omitted with count'],
  [withResources({ volumes: [{ id: 'data' }, { id: 'data' }] }), '"data" at'],
  [withResources({ vpcs: [{ id: 'shop' }, { name: 'shop' }] }), 'vpcs[1].name'],
  [withResources({ volumes: [{ zone: 'us-east-2a' }] }), '"us-east-2a" at'],
  [withResources({ snapshots: [{ createdAt: '2026-02-30T25:00:00Z' }] }), 'a valid date'],
  [withResources({ volumes: [{ instance: 'web' }] }), "one of this region's instances"],
  [withResources({ snapshots: [{ volume: 'data' }], volumes: [{ name: 'data-{n}' }] }), '"data" at'],
  [withResources({ natGateways: [{ name: 'a', tags: { Name: 'b' } }] }), 'the name "a"'],
  [{ accounts: [{ id: '111111111111', regions: { 'us-east-1': { denied: false } } }] }, 'true, or omitted'],
])('%j is refused with its path', (document, message) => {
  expect(() => parseAccounts(document)).toThrow(
    expect.objectContaining({ code: 'account.file.invalid', message: expect.stringContaining(message) }),
  );
});

test.each([
  [
    { buckets: [{ name: 'b1' }] },
    'the account file "b.json" has no accounts: it has buckets; an example: {"accounts": [',
  ],
  [{}, 'has no accounts: it is empty'],
  [
    [],
    'the account file "b.json" must be an object ({…}), not []; is it the right file? An example: {"accounts": [',
  ],
  [{ accounts: {} }, '{} at accounts of the account file "b.json" must be a list ([…])'],
  [{ accounts: [{ id: '111111111111' }] }, 'accounts[0].regions is missing in the account file "b.json"'],
])('%j is refused with what is expected', (document, message) => {
  expect(() => parseAccounts(document, 'b.json')).toThrow(message);
});

test('the example of the refusal is an account file', () => {
  let text = '';
  try {
    parseAccounts({});
  } catch (error) {
    text = (error as Error).message;
  }
  const example = JSON.parse(text.slice(text.indexOf('{'))) as unknown;
  expect(parseAccounts(example).accounts).toHaveLength(1);
});

test('an id is unique across regions', () => {
  const region = { instances: [{ ...t3, id: 'i-00000001' }] };
  const document = {
    accounts: [{ id: '111111111111', regions: { 'us-east-1': region, 'us-east-2': region } }],
  };
  expect(() => parseAccounts(document)).toThrow(/"i-00000001" at .*us-east-2/);
});

test('a file that is nested too deep to be quoted is refused as any other', () => {
  const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as unknown;
  const refused = expect.objectContaining({ code: 'account.file.invalid' });
  expect(() => parseAccounts(deep)).toThrow(refused);
  expect(() => parseAccounts(withInstance({ ...t3, tags: { a: deep } }))).toThrow(refused);
});

test('any file is either read or refused with the documented error', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue().map((value) => ({ accounts: [value] })),
    fc
      .dictionary(fc.constantFrom('type', 'zone', 'tags', 'count', 'publicIp', 'name'), fc.jsonValue())
      .map((odd) => withInstance({ ...t3, ...odd })),
    fc
      .dictionary(fc.constantFrom('id', 'zone', 'tags', 'count', 'instance', 'name'), fc.jsonValue())
      .map((odd) => withResources({ volumes: [odd] })),
  );
  fc.assert(
    fc.property(anything, (document) => {
      try {
        createOrganization(parseAccounts(document));
      } catch (error) {
        expect(isGroundcrewError(error, 'account.file.invalid')).toBe(true);
      }
    }),
  );
});
