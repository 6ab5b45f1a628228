import type { Ec2Image, Ec2InstanceStatus, Ec2Network } from '@groundcrew/aws/ec2';
import { expect, test, vi } from 'vitest';
import type { InstanceFacts } from '../instance.ts';
import { plainFacts } from '../selection/testing/arbitrary-facts.ts';
import type { Detail } from './detail.ts';
import { createDetailReader, type DetailDeps, type UnknownDetail } from './read-details.ts';

const target = { accountId: undefined, region: 'us-east-1' };
const facts = (id: string, rest: Partial<InstanceFacts> = {}): InstanceFacts => ({
  ...plainFacts,
  instanceId: id,
  state: 'running',
  imageId: 'ami-1',
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  ...rest,
});

function createReader(wanted: readonly Detail[], { refuse = false } = {}) {
  const answer = <Value>(value: Value): Promise<Value> =>
    refuse ? Promise.reject(new Error('access is denied')) : Promise.resolve(value);
  const statuses = vi.fn((_ids: readonly string[] | undefined) =>
    answer<Ec2InstanceStatus[]>([{ instanceId: 'i-1', checks: ['ok', 'ok'] }]),
  );
  const images = vi.fn((_ids: readonly string[]) =>
    answer<Ec2Image[]>([{ id: 'ami-1', name: 'base', createdAt: '2026-01-01T00:00:00.000Z' }]),
  );
  const networks = vi.fn((kind: 'vpc' | 'subnet') =>
    answer<Ec2Network[]>([{ id: `${kind}-1`, name: `${kind} one`, cidr: undefined, vpcId: undefined }]),
  );
  const nodes = vi.fn((_target: unknown, _ids: readonly string[]) => answer(new Map([['i-1', 'Online']])));
  const unknown: UnknownDetail[] = [];
  const deps: DetailDeps = {
    wanted: new Set(wanted),
    ec2For: () => ({
      describeInstanceStatuses: statuses,
      describeImages: images,
      describeNetworks: networks,
    }),
    nodesOf: nodes,
    onUnknown: (one) => void unknown.push(one),
  };
  return { read: createDetailReader(target, deps), statuses, images, networks, nodes, unknown };
}

test('only what is asked for is read', async () => {
  const { read, statuses, images, networks, nodes } = createReader(['status']);
  expect((await read([facts('i-1')]))[0]!.details).toEqual({ statusChecks: '2/2' });
  expect(statuses).toHaveBeenCalledExactlyOnceWith(['i-1'], {});
  for (const other of [images, networks, nodes]) expect(other).not.toHaveBeenCalled();
});

test('all at once', async () => {
  const { read } = createReader(['status', 'ssm', 'image', 'vpc', 'subnet']);
  expect((await read([facts('i-1')]))[0]!.details).toEqual({
    statusChecks: '2/2',
    ssm: 'online',
    imageName: 'base',
    imageCreatedAt: '2026-01-01T00:00:00.000Z',
    vpcName: 'vpc one',
    subnetName: 'subnet one',
  });
});

test('what EC2 returns nothing about is unknown, not ok', async () => {
  const { read } = createReader(['status', 'ssm', 'image', 'vpc']);
  const [other] = await read([facts('i-2', { imageId: 'ami-gone', vpcId: 'vpc-new' })]);
  expect(other!.details).toEqual({
    statusChecks: 'unknown',
    ssm: 'not-managed',
    imageName: 'unknown',
    imageCreatedAt: 'unknown',
    vpcName: 'unknown',
  });
});

test('what fails is unknown, reported once, and not requested again', async () => {
  const { read, statuses, unknown } = createReader(['status', 'ssm', 'image', 'vpc', 'subnet'], {
    refuse: true,
  });
  for (const id of ['i-1', 'i-2']) {
    expect(new Set(Object.values((await read([facts(id)]))[0]!.details!))).toEqual(new Set(['unknown']));
  }
  expect(statuses).toHaveBeenCalledTimes(1);
  expect(unknown.map(({ detail }) => detail).toSorted()).toEqual(['image', 'ssm', 'status', 'subnet', 'vpc']);
  expect(unknown[0]).toMatchObject({ accountId: null, region: 'us-east-1', reason: 'access is denied' });
});

test('the checks of many instances are read once for the region; images once each', async () => {
  const { read, statuses, images, networks } = createReader(['status', 'image', 'vpc']);
  const page = Array.from({ length: 101 }, (_, index) => facts(`i-${index}`));
  await read(page);
  await read([facts('i-1')]);
  expect(statuses).toHaveBeenCalledExactlyOnceWith(undefined, {});
  expect(images).toHaveBeenCalledExactlyOnceWith(['ami-1'], {});
  expect(networks).toHaveBeenCalledTimes(1);
});

test('without the prices of a file a price is unknown', async () => {
  const { read } = createReader(['price']);
  expect((await read([facts('i-1')]))[0]!.details).toEqual({ monthlyPrice: 'unknown' });
});
