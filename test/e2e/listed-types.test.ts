import type { Coverage, Resource } from '@groundcrew/account';
import { typePermissions } from '@groundcrew/collect';
import { listedTypeNames } from '@groundcrew/aws/lists';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test } from 'vitest';
import { ACCOUNT_ID } from '../support/account-id.ts';
import { otherTypes, twinsOf } from '../support/arbitrary-others.ts';
import { collectLocal } from '../support/collect-local.ts';

const regions = ['us-east-1', 'eu-west-1'] as const;

/** A tagged and an untagged one of each type, in both regions; those of global services in one. */
const regionOf = (region: string, denied: readonly string[] = []) => ({
  ...(denied.length > 0 && { denied }),
  dbInstances: [{ name: 'one', tags: { Twin: 'tagged' }, cluster: 'one' }, { name: 'two' }],
  dbClusters: [{ name: 'one', tags: { Twin: 'tagged' } }, { name: 'two' }],
  autoScalingGroups: [
    { name: 'one', min: 0, desired: 0, max: 1, tags: { Twin: 'tagged' } },
    { name: 'two', min: 0, desired: 0, max: 1 },
  ],
  others: [
    ...otherTypes(region).flatMap((type) => {
      const [one, two] = twinsOf(type, region);
      return [{ arn: one, tags: { Twin: 'tagged' } }, { arn: two }];
    }),
    ...['one', 'two'].map((name) => ({
      arn: `arn:aws:ecs:${region}:${ACCOUNT_ID}:service/one/${name}`,
      ...(name === 'one' && { tags: { Twin: 'tagged' } }),
    })),
  ],
});

async function collect(denied: readonly string[] = []) {
  const regionsDescribed = Object.fromEntries(regions.map((region) => [region, regionOf(region, denied)]));
  const local = await startLocal({
    accounts: parseAccounts({ accounts: [{ id: ACCOUNT_ID, alias: 'shop', regions: regionsDescribed }] }),
  });
  onTestFinished(() => local.close());
  const [header, ...lines] = (await collectLocal(local, regions, ACCOUNT_ID)).trimEnd().split('\n');
  return {
    local,
    coverage: (JSON.parse(header!) as { coverage: Coverage[] }).coverage,
    resources: lines.map((line) => JSON.parse(line) as Resource),
  };
}

const isGlobal = (type: string) => /^(cloudfront|iam|route53):/.test(type);

test('each type is found whether tagged or not, and its coverage states that it is all', async () => {
  const { resources, coverage } = await collect();
  for (const type of listedTypeNames) {
    for (const region of isGlobal(type) ? regions.slice(0, 1) : regions) {
      const found = resources.filter((resource) => resource.type === type && resource.region === region);
      const twins = found.map(({ tags }) => tags?.Twin ?? 'untagged').toSorted();
      expect([type, region, twins]).toEqual([type, region, ['tagged', 'untagged']]);
      expect(coverage).toContainEqual(
        expect.objectContaining({ type, region, status: 'listed', resources: 2, unknown: 0 }),
      );
    }
  }
  // Of these only what is tagged is returned by anything.
  const others = resources.filter(
    ({ type }) => type === 'glue:crawler' || type === 'apigateway:restapis/stages',
  );
  expect(others.map(({ tags }) => tags)).toEqual(Array(4).fill({ Twin: 'tagged' }));
});

test('global services are listed in one region only, and each list is called once in a region', async () => {
  const { local, coverage } = await collect();
  const counts = new Map(local.requestCounts());
  expect(counts.get('iam:GetAccountAuthorizationDetails')).toBe(2);
  expect(counts.get('cloudfront:ListDistributions')).toBe(1);
  expect(counts.get('route53:ListHostedZones')).toBe(1);
  // Of two clusters: one call each.
  expect(counts.get('ecs:ListServices')).toBe(4);
  expect(counts.get('ecs:ListClusters')).toBe(2);
  expect(counts.get('elasticloadbalancing:DescribeLoadBalancers')).toBe(4);
  expect(counts.get('apigateway:GET')).toBe(4);
  expect(coverage.some(({ type, region }) => type === 'iam:role' && region === 'eu-west-1')).toBe(false);
});

test('a denied list is reported with its permission, has what is tagged, and is never nothing', async () => {
  const services = [...new Set(listedTypeNames.map((type) => type.split(':')[0]!))];
  const { resources, coverage } = await collect(services);
  for (const type of listedTypeNames) {
    const row = coverage.find((each) => each.type === type && each.region === 'us-east-1');
    expect([type, row?.status]).toEqual([type, 'denied']);
    // Services of ECS are listed in clusters.
    const { list } = typePermissions[type === 'ecs:service' ? 'ecs:cluster' : type];
    expect(list.split(' and ').some((permission) => row?.reason?.includes(permission))).toBe(true);
    // The tagging API has those that it knows; it has no users, roles and groups.
    const found = resources.filter((resource) => resource.type === type && resource.region === 'us-east-1');
    const isUnknown = type.startsWith('iam:') || type.startsWith('autoscaling:');
    expect([type, found.map(({ tags }) => tags)]).toEqual([type, isUnknown ? [] : [{ Twin: 'tagged' }]]);
  }
});
