import type { Ec2Instance, Ec2Interface } from '@groundcrew/aws/ec2';
import { describe, expect, it, vi } from 'vitest';
import { createFakeFleet, type FakeRegion, failure, instance } from '../listing/testing/fake-fleet.ts';
import { type LookupDeps, lookupInstances } from './lookup-instances.ts';
import { parseLookupText } from './parse-question.ts';

function createLookup(regions: Readonly<Record<string, FakeRegion>>, options: Partial<LookupDeps> = {}) {
  const { deps, calls } = createFakeFleet(regions);
  const sleep = vi.fn<LookupDeps['sleep']>(async () => undefined);
  const look = (text: string) =>
    lookupInstances(parseLookupText(text), { ...deps, regions: 'all', sleep, ...options });
  return { look, calls, sleep };
}

const ended = (id: string): Ec2Instance => instance(id, { State: { Name: 'terminated' } });
const id = 'i-0123456789abcdef0';

describe('lookupInstances', () => {
  it('returns the one that matches, and the searched regions', async () => {
    const { look, sleep } = createLookup({ 'us-east-1': {}, 'eu-west-1': { pages: [[instance(id)]] } });
    expect(await look(id)).toMatchObject({
      status: 'one',
      instance: { instanceId: id, region: 'eu-west-1' },
      regions: [{ region: 'eu-west-1' }, { region: 'us-east-1' }],
    });
    expect(sleep).not.toHaveBeenCalled();
  });

  it('returns several, and whether there are more', async () => {
    const pages = [[instance('i-1'), instance('i-2')], [instance('i-3')]];
    const { look } = createLookup({ 'us-east-1': { pages } }, { limit: 2 });
    expect(await look('web')).toMatchObject({
      status: 'several',
      instances: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }],
      more: true,
    });
    const all = createLookup({ 'us-east-1': { pages } }, { limit: 3 });
    expect(await all.look('web')).toMatchObject({ status: 'several', more: false });
  });

  it('returns several in the order of their regions and ids, whichever region responds first', async () => {
    const { look } = createLookup({
      'us-east-1': { pages: [[instance('i-1')]] },
      'eu-west-1': { pages: [[instance('i-3'), instance('i-2')]] },
    });
    expect(await look('web')).toMatchObject({
      instances: [{ instanceId: 'i-2' }, { instanceId: 'i-3' }, { instanceId: 'i-1' }],
    });
  });

  it('prefers other instances to terminated ones', async () => {
    const { look } = createLookup({
      'us-east-1': { pages: [[ended('i-1'), instance('i-2'), ended('i-3')]] },
    });
    expect(await look('web')).toMatchObject({ status: 'one', instance: { instanceId: 'i-2' } });
  });

  it('returns a terminated instance if nothing else matches', async () => {
    const { look } = createLookup({ 'us-east-1': { pages: [[ended(id)]] } });
    const answer = { status: 'one', instance: { instanceId: id, state: 'terminated' } };
    expect(await look(id)).toMatchObject(answer);
    expect(await look('web')).toMatchObject(answer);
  });

  it('retries an id that EC2 does not know yet', async () => {
    let asked = 0;
    const pages = () => {
      asked += 1;
      return asked < 3 ? [] : [[instance(id)]];
    };
    const { look, sleep } = createLookup({ 'us-east-1': { pages } });
    expect(await look(id)).toMatchObject({ status: 'one' });
    expect(sleep.mock.calls.map(([ms]) => ms)).toEqual([500, 1_000]);
  });

  it('stops retrying an id after some seconds, and does not retry other questions', async () => {
    const { look, sleep, calls } = createLookup({ 'us-east-1': {} });
    expect(await look(id)).toMatchObject({ status: 'none' });
    expect(sleep).toHaveBeenCalledTimes(3);
    expect(calls).toHaveLength(4);
    expect(await look('10.0.0.1')).toMatchObject({ status: 'none' });
    expect(sleep).toHaveBeenCalledTimes(3);
  });

  const arn = (account: string, region = 'eu-west-1') => `arn:aws:ec2:${region}:${account}:instance/${id}`;
  const fleet = { 'us-east-1': {}, 'eu-west-1': { pages: [[instance(id)]] } };

  it('returns the instance of an ARN only if it is of the account and region of the ARN', async () => {
    const { look } = createLookup(fleet);
    expect(await look(arn('111122223333'))).toMatchObject({ status: 'one' });
    await expect(look(arn('999988887777'))).rejects.toThrow(
      'the ARN is of 999988887777, eu-west-1, but what has this id is in 111122223333, eu-west-1',
    );
    await expect(look(arn('111122223333', 'us-east-1'))).rejects.toThrow(
      'the ARN is of 111122223333, us-east-1, but what has this id is in 111122223333, eu-west-1',
    );
  });

  it('does not ask another account than that of the ARN', async () => {
    const of = (options: Partial<LookupDeps>) => createLookup(fleet, options);
    const several = of({ accounts: ['111122223333', '444455556666'] });
    expect(await several.look(arn('111122223333'))).toMatchObject({ status: 'one' });
    expect([...new Set(several.calls.map(({ accountId }) => accountId))]).toEqual(['111122223333']);
    const refusal = 'the ARN is of the account 999988887777, and what is searched is 111122223333';
    await expect(of({ accounts: ['111122223333'] }).look(arn('999988887777'))).rejects.toThrow(refusal);
    const own = async () => '111122223333';
    await expect(of({ ownAccountId: own }).look(arn('999988887777'))).rejects.toThrow(refusal);
  });

  it('does not know whether there is the instance of an ARN if the account that was asked is unknown', async () => {
    const empty = { 'eu-west-1': {} };
    expect(await createLookup(empty).look(arn('999988887777'))).toMatchObject({
      status: 'unknown',
      regions: [{ status: 'listed' }, { accountId: '999988887777', status: 'failed' }],
    });
    const own = { ownAccountId: async () => '999988887777' };
    expect(await createLookup(empty, own).look(arn('999988887777'))).toMatchObject({ status: 'none' });
  });

  it('names the regions that could not be listed', async () => {
    const { look } = createLookup({ 'us-east-1': {}, 'eu-west-1': { error: failure('access-denied') } });
    expect(await look('web')).toMatchObject({
      status: 'unknown',
      regions: [
        { region: 'eu-west-1', status: 'denied' },
        { region: 'us-east-1', status: 'listed' },
      ],
    });
  });

  it('does not retry an id in a region that failed', async () => {
    const { look, sleep, calls } = createLookup({
      'us-east-1': {},
      'eu-west-1': { error: failure('timeout') },
    });
    expect(await look(id)).toMatchObject({
      status: 'unknown',
      regions: [{ status: 'timed-out' }, { status: 'listed' }],
    });
    expect(calls.filter(({ region }) => region === 'eu-west-1')).toHaveLength(1);
    sleep.mockClear();
    await createLookup({ 'eu-west-1': { error: failure('timeout') } }, { sleep }).look(id);
    expect(sleep).not.toHaveBeenCalled();
  });

  it.each([
    ['web-*', [{ name: 'tag:Name', values: ['web-\\*'] }]],
    ['Env=a?', [{ name: 'tag:Env', values: ['a\\?'] }]],
    ['2001:db8::1', [{ name: 'network-interface.ipv6-addresses.ipv6-address', values: ['2001:db8::1'] }]],
    [id, [{ name: 'instance-id', values: [id] }]],
  ])('searches %s literally, in any state', async (text, filters) => {
    const { look, calls } = createLookup({ 'us-east-1': { pages: [[instance(id)]] } });
    await look(text);
    expect(calls.map(({ query }) => query)).toEqual([{ filters }]);
  });
});

describe('lookupInstances of a network interface', () => {
  const eni = 'eni-0123456789abcdef0';
  const loadBalancer = {
    NetworkInterfaceId: eni,
    OwnerId: '111122223333',
    Description: 'ELB app/shop-web/50dc6c495c0c9188',
    InterfaceType: 'interface' as const,
    Status: 'in-use' as const,
    SubnetId: 'subnet-1',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.80.0.4', Association: { PublicIp: '203.0.113.9' } }],
  } satisfies Ec2Interface;
  const ofNode = {
    NetworkInterfaceId: eni,
    SubnetId: 'subnet-1',
    Attachment: { InstanceId: id },
    PrivateIpAddresses: [{ PrivateIpAddress: '10.80.1.5' }],
    Ipv4Prefixes: [{ Ipv4Prefix: '10.80.1.16/28' }],
  };
  const node = instance(id);
  /** EC2 finds the node by its id only: not by an address of a pod. */
  const nodes: FakeRegion = {
    pages: () => (queried() ? [[node]] : [[]]),
    interfaces: [ofNode],
    networks: [{ id: 'subnet-1', cidr: '10.80.1.0/24' }],
  };
  let queried = () => false;

  it.each(['10.80.0.4', '203.0.113.9', eni, 'ip-10-80-0-4'])('reports whose %s is', async (text) => {
    const { look } = createLookup({ 'us-east-1': { interfaces: [loadBalancer] }, 'eu-west-1': {} });
    expect(await look(text)).toMatchObject({
      status: 'interface',
      interfaces: [{ interfaceId: eni, region: 'us-east-1', ownerKind: 'load-balancer', owner: 'shop-web' }],
    });
  });

  it('finds the instance that an interface is attached to', async () => {
    queried = () => true;
    const { look } = createLookup({ 'us-east-1': nodes });
    expect(await look(eni)).toMatchObject({
      status: 'one',
      instance: { instanceId: id },
      via: { interfaceId: eni },
    });
  });

  it("finds the node of a pod's address, by the block that is delegated to it", async () => {
    let calls = 0;
    // The first two calls are for the address, private and public, the third for the id.
    queried = () => (calls += 1) > 2;
    const { look } = createLookup({ 'us-east-1': nodes });
    expect(await look('10.80.1.17')).toMatchObject({
      status: 'one',
      instance: { instanceId: id },
      via: { interfaceId: eni, prefix: '10.80.1.16/28' },
    });
  });

  it('has none if no interface has the address', async () => {
    queried = () => false;
    const { look } = createLookup({ 'us-east-1': nodes, 'eu-west-1': {} });
    const listed = { status: 'listed' };
    expect(await look('10.80.1.200')).toMatchObject({ status: 'none', regions: [listed, listed] });
    expect(await look('10.99.0.1')).toMatchObject({ status: 'none' });
  });

  it('does not know if a region could not be asked for interfaces', async () => {
    const { deps } = createFakeFleet({ 'us-east-1': {} });
    const denied: typeof deps.ec2For = (...place) => ({
      ...deps.ec2For(...place),
      describeInterfaces: () => Promise.reject(failure('access-denied', 'UnauthorizedOperation')),
    });
    const answer = await lookupInstances(parseLookupText('10.80.0.4'), {
      ...deps,
      ec2For: denied,
      regions: 'current',
      sleep: async () => undefined,
    });
    expect(answer).toMatchObject({ status: 'unknown', regions: [{ region: 'us-east-1', status: 'denied' }] });
  });
});
