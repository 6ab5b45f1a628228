import { describe, expect, it, vi } from 'vitest';
import { type ListInstancesDeps, type ListInstancesInput, listInstances } from './list-instances.ts';
import type { Selection } from '../selection/index.ts';
import { createFakeFleet, failure, instance } from './testing/fake-fleet.ts';

async function list(input: Partial<ListInstancesInput>, deps: ListInstancesDeps) {
  const listing = await listInstances({ regions: 'current', selection: {}, ...input }, deps);
  const ids: string[] = [];
  for await (const { region, instanceId } of listing.instances) ids.push(`${region} ${instanceId}`);
  return { ids: ids.sort(), outcome: await listing.outcome };
}

const twoRegions = {
  'us-east-1': { pages: [[instance('i-1')], [instance('i-2')]] },
  'eu-west-1': { pages: [[instance('i-3')]] },
  'ap-east-1': { optInStatus: 'not-opted-in' },
} as const;

describe('listInstances', () => {
  it('lists only the current region', async () => {
    const { deps, calls } = createFakeFleet(twoRegions);
    const { ids, outcome } = await list({}, deps);
    expect(ids).toEqual(['us-east-1 i-1', 'us-east-1 i-2']);
    expect(outcome).toEqual({
      regions: [{ accountId: null, region: 'us-east-1', status: 'listed', count: 2, reason: null }],
      elsewhere: [],
    });
    expect(calls).toHaveLength(1);
  });

  it('lists every enabled region of every account', async () => {
    const { deps } = createFakeFleet(twoRegions);
    const accounts = ['111122223333', '444455556666', '111122223333'];
    const { ids, outcome } = await list({ regions: 'all', accounts }, deps);
    expect(ids).toHaveLength(6);
    expect(outcome.regions.map(({ accountId, region, count }) => [accountId, region, count])).toEqual([
      ['111122223333', 'eu-west-1', 1],
      ['111122223333', 'us-east-1', 2],
      ['444455556666', 'eu-west-1', 1],
      ['444455556666', 'us-east-1', 2],
    ]);
  });

  it('begins with the current region, which is likely to have the most pages', async () => {
    const { deps, calls } = createFakeFleet(twoRegions);
    await list({ regions: 'all' }, { ...deps, concurrency: 1 });
    expect(calls.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1']);
  });

  it('reports a named region that is not enabled, and does not call it', async () => {
    const { deps, calls } = createFakeFleet(twoRegions);
    const { outcome } = await list({ regions: ['ap-east-1', 'eu-west-1'] }, deps);
    expect(outcome.regions).toMatchObject([
      {
        region: 'ap-east-1',
        status: 'not-enabled',
        count: 0,
        reason: expect.stringContaining('enable-region'),
      },
      { region: 'eu-west-1', status: 'listed', count: 1 },
    ]);
    expect(calls.map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  it.each([
    ['access-denied', 'UnauthorizedOperation', 'denied'],
    ['timeout', 'TimeoutError', 'timed-out'],
    ['bad-credentials', 'AuthFailure', 'failed'],
    ['unreachable', '', 'failed'],
    ['throttled', 'RequestLimitExceeded', 'failed'],
  ])('lists the rest if one region fails half way: %s %s is %s', async (reason, awsError, status) => {
    const { deps } = createFakeFleet({
      ...twoRegions,
      'us-west-2': { pages: [[instance('i-4')]], error: failure(reason, awsError) },
    });
    const { ids, outcome } = await list({ regions: 'all' }, deps);
    expect(ids).toEqual(['eu-west-1 i-3', 'us-east-1 i-1', 'us-east-1 i-2', 'us-west-2 i-4']);
    expect(outcome.regions).toContainEqual({
      accountId: null,
      region: 'us-west-2',
      status,
      count: 1,
      reason: expect.stringMatching(/./),
    });
  });

  it('calls named regions directly if regions cannot be listed', async () => {
    const { deps } = createFakeFleet(twoRegions, { regionsError: failure('access-denied') });
    const { ids } = await list({ regions: ['eu-west-1'] }, deps);
    expect(ids).toEqual(['eu-west-1 i-3']);
  });

  it('reports that all regions are missing if they cannot be listed', async () => {
    const { deps } = createFakeFleet(twoRegions, { regionsError: failure('access-denied') });
    const { ids, outcome } = await list({ regions: 'all', accounts: ['111122223333'] }, deps);
    expect(ids).toEqual([]);
    expect(outcome).toEqual({
      regions: [
        { accountId: '111122223333', region: 'all', status: 'denied', count: 0, reason: 'no: access-denied' },
      ],
      elsewhere: [],
    });
  });

  it.each(['no-credentials', 'expired-credentials', 'no-region'])(
    'fails as a whole for errors that affect all regions: %s',
    async (reason) => {
      const { deps } = createFakeFleet({ 'us-east-1': { error: failure(reason) } });
      await expect(list({}, deps)).rejects.toThrow(`no: ${reason}`);
      const other = createFakeFleet(twoRegions, { regionsError: failure(reason) });
      await expect(list({ regions: 'all' }, other.deps)).rejects.toThrow(`no: ${reason}`);
    },
  );

  it.each([
    ['eu-west-9', 'there is no region "eu-west-9"; did you mean eu-west-1?'],
    [
      'ap-northeast2',
      'there is no region "ap-northeast2"; did you mean ap-northeast-2 or ap-northeast-1 or ap-northeast-3?',
    ],
    ['europe', 'there is no region "europe"; write one as us-east-1, or all for every enabled one'],
  ])('refuses a region that does not exist: %s', async (region, message) => {
    const { deps, calls } = createFakeFleet(twoRegions);
    await expect(list({ regions: [region] }, deps)).rejects.toMatchObject({
      code: 'fleet.listing.unknown-region',
      message,
    });
    expect(calls).toEqual([]);
  });

  it('names the other regions with what was not found', async () => {
    const full = Array.from({ length: 1_000 }, (_, index) => instance(`i-${index}`));
    const { deps, calls } = createFakeFleet({
      'us-east-1': {},
      'eu-west-1': { pages: [[instance('i-3')]] },
      'eu-west-2': { pages: [full] },
      'eu-west-3': { error: failure('access-denied') },
      'eu-north-1': {},
      'ap-east-1': { optInStatus: 'not-opted-in' },
    });
    const { outcome } = await list({}, deps);
    expect(outcome.elsewhere).toEqual([
      { accountId: null, region: 'eu-west-2', count: 1_000, orMore: true },
      { accountId: null, region: 'eu-west-1', count: 1, orMore: false },
    ]);
    expect(calls.slice(1).every(({ query }) => query?.firstPageOnly)).toBe(true);
    expect(calls).toHaveLength(5);
  });

  it('does not search other regions if that is disabled', async () => {
    const { deps, calls } = createFakeFleet({ 'us-east-1': {}, 'eu-west-1': { pages: [[instance('i-3')]] } });
    expect((await list({ noHint: true }, deps)).outcome.elsewhere).toEqual([]);
    expect(calls).toHaveLength(1);
  });

  it('reports its progress', async () => {
    const onProgress = vi.fn();
    const { deps } = createFakeFleet(twoRegions);
    await list({ regions: 'all' }, { ...deps, onProgress });
    expect(onProgress).toHaveBeenLastCalledWith({ instances: 3, regionsDone: 2, regions: 2 });
  });

  it('ends with the reason of an interruption', async () => {
    const interruption = new AbortController();
    const { deps } = createFakeFleet({
      'us-east-1': {
        pages: () => {
          interruption.abort(new Error('Ctrl-C'));
          throw new Error('aborted');
        },
      },
    });
    await expect(list({}, { ...deps, signal: interruption.signal })).rejects.toThrow('Ctrl-C');
  });

  it('checks itself what EC2 cannot filter', async () => {
    const { deps } = createFakeFleet({
      'us-east-1': { pages: [[instance('i-1', { Tags: [{ Key: 'Owner', Value: '' }] }), instance('i-2')]] },
    });
    const { ids, outcome } = await list({ selection: { tags: [{ key: 'Owner', negated: true }] } }, deps);
    expect(ids).toEqual(['us-east-1 i-2']);
    expect(outcome.regions[0]?.count).toBe(1);
  });
});

describe('ids of networks', () => {
  const networks = ['vpc-1', 'vpc-2', 'vpc-3', 'vpc-4', 'vpc-5', 'vpc-6'].map((id) => ({ id, name: 'shop' }));

  it('that are in no region are refused with those that there are, and where else to look', async () => {
    const { deps } = createFakeFleet({ 'us-east-1': { networks }, 'eu-west-1': {} });
    await expect(list({ selection: { vpcIds: ['vpc-9'] } }, deps)).rejects.toMatchObject({
      code: 'fleet.selection.unknown-network',
      message:
        'no VPC in us-east-1 has the id vpc-9: there are vpc-1 (shop), vpc-2 (shop), vpc-3 (shop), vpc-4 (shop), vpc-5 (shop) and 1 more; it may be in another region (--regions all) or account (--profile)',
    });
    await expect(list({ selection: { subnetIds: ['subnet-9'] } }, deps)).rejects.toThrow(
      'no subnet in us-east-1 has the id subnet-9: there is none; it may be',
    );
  });

  it('that another region has instances of are refused with that region', async () => {
    const { deps } = createFakeFleet({
      'us-east-1': {},
      'eu-west-1': { pages: [[instance('i-1')]] },
    });
    await expect(list({ selection: { vpcIds: ['vpc-9'] } }, deps)).rejects.toThrow(
      '--regions eu-west-1 has instances of it',
    );
  });

  it('that are there have no instances', async () => {
    const { deps } = createFakeFleet({ 'us-east-1': { networks }, 'eu-west-1': {} });
    expect((await list({ selection: { vpcIds: ['vpc-2'] } }, deps)).ids).toEqual([]);
  });
});

describe('names of networks', () => {
  const regions = {
    'us-east-1': {
      networks: [
        { id: 'vpc-1', name: 'Shop' },
        { id: 'subnet-1', name: '앞단' },
      ],
    },
    'eu-west-1': { networks: [{ id: 'vpc-2', name: 'shop-old' }, { id: 'vpc-3' }] },
  };
  const filtersOf = async (selection: Selection) => {
    const { deps, calls } = createFakeFleet(regions);
    await list({ regions: 'all', selection }, deps).catch((error: unknown) => {
      if (calls.length === 0) throw error;
    });
    return calls[0]!.query!.filters!.filter(({ name }) => /^(?:vpc|subnet)-id$/.test(name));
  };

  it('become ids before instances are listed, in upper or lower case, as patterns, beside ids', async () => {
    expect(await filtersOf({ vpcNames: ['shop'] })).toEqual([{ name: 'vpc-id', values: ['vpc-1'] }]);
    expect(await filtersOf({ vpcNames: ['shop*'], vpcIds: ['vpc-9'] })).toEqual([
      { name: 'vpc-id', values: ['vpc-9', 'vpc-2', 'vpc-1'] },
    ]);
    expect(await filtersOf({ subnetNames: ['앞단'.normalize('NFD')] })).toEqual([
      { name: 'subnet-id', values: ['subnet-1'] },
    ]);
  });

  it('are refused if no region has them, with those that there are', async () => {
    await expect(filtersOf({ vpcNames: ['shpo'] })).rejects.toMatchObject({
      code: 'fleet.selection.unknown-network',
      message: 'no VPC in eu-west-1, us-east-1 has the name "shpo"; did you mean Shop?',
    });
    await expect(filtersOf({ subnetNames: ['back'] })).rejects.toThrow('has the name "back"; there are 앞단');
  });
});
