import type { AutoScaling, GroupSizes } from '@groundcrew/aws/autoscaling';
import { expect, test } from 'vitest';
import { fromGroup, type ScheduledResource } from '../resources/index.ts';
import { noEc2, noServices } from '../testing/no-services.ts';
import { createPower } from './index.ts';

const groupArn = (name: string) =>
  `arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:1:autoScalingGroupName/${name}`;

/** A group as the service keeps it, whose calls can be interrupted. */
function createGroup(sizes: GroupSizes, killAt = Number.POSITIVE_INFINITY) {
  const group = { sizes, tags: new Map<string, string>(), calls: 0 };
  const call = (change: () => void) => {
    group.calls += 1;
    if (group.calls === killAt) throw new Error('killed before');
    change();
  };
  const autoScaling: AutoScaling = {
    describeGroups: () => {
      throw new Error('not expected');
    },
    updateSizes: async (_, next) => call(() => void (group.sizes = next)),
    setTag: async (_, key, value) => call(() => void group.tags.set(key, value)),
  };
  const read = (): ScheduledResource =>
    fromGroup(
      {
        AutoScalingGroupName: 'web',
        AutoScalingGroupARN: groupArn('web'),
        MinSize: group.sizes.min,
        DesiredCapacity: group.sizes.desired,
        MaxSize: group.sizes.max,
        Tags: [...group.tags].map(([Key, Value]) => ({ Key, Value })),
      },
      'eu-west-1',
    )!;
  const power = createPower({ ...noServices, autoScalingFor: () => autoScaling });
  return { group, read, power };
}

test('the sizes of a group are in its tag before it is 0-0-0, and come back from there', async () => {
  const sizes = { min: 1, desired: 3, max: 4 };
  const { group, read, power } = createGroup(sizes);
  await power.act('stop', [read()]);
  expect(group.sizes).toEqual({ min: 0, desired: 0, max: 0 });
  expect(group.tags.get('groundcrew:sizes')).toBe('min=1 desired=3 max=4');
  // A second stop has nothing to remember.
  await power.act('stop', [read()]);
  expect(group.tags.get('groundcrew:sizes')).toBe('min=1 desired=3 max=4');
  expect(group.calls).toBe(2);
  await power.act('start', [read()]);
  expect(group.sizes).toEqual(sizes);
  // The same sizes need not be written again.
  await power.act('stop', [read()]);
  expect(group.calls).toBe(4);
});

test.each([1, 2])('killed at call %i, nothing that has to be remembered is lost', async (killAt) => {
  const sizes = { min: 0, desired: 2, max: 2 };
  const { group, read, power } = createGroup(sizes, killAt);
  await expect(power.act('stop', [read()])).rejects.toThrow('killed');
  expect(group.sizes).toEqual(sizes);
  await power.act('stop', [read()]);
  await power.act('start', [read()]);
  expect(group.sizes).toEqual(sizes);
});

test('instances that hibernate are asked to, and databases are stopped one by one', async () => {
  const calls: unknown[] = [];
  const log =
    (name: string) =>
    async (...args: unknown[]) =>
      void calls.push([name, ...args.slice(0, -1)]);
  const power = createPower({
    ...noServices,
    accountOf: () => undefined,
    ec2For: (account) => ({
      ...noEc2,
      stopInstances: async (ids, options) => void calls.push(['ec2', account, ids, options?.hibernate]),
    }),
    rdsFor: () => ({
      describeInstances: () => noServices.rdsFor(undefined, '').describeInstances(),
      describeClusters: () => noServices.rdsFor(undefined, '').describeClusters(),
      start: log('start'),
      stop: log('stop'),
    }),
  });
  const base = {
    account: '111122223333',
    region: 'eu-west-1',
    tags: {},
    observed: { state: 'running' },
  } as const;
  await power.act('stop', [{ ...base, id: 'i-1', arn: 'a', type: 'ec2:instance', hibernates: true }]);
  await power.act('stop', [{ ...base, id: 'i-2', arn: 'b', type: 'ec2:instance' }]);
  await power.act('stop', [{ ...base, id: 'shop', arn: 'c', type: 'rds:db' }]);
  await power.act('start', [{ ...base, id: 'shop', arn: 'd', type: 'rds:cluster' }]);
  expect(calls).toEqual([
    ['ec2', undefined, ['i-1'], true],
    ['ec2', undefined, ['i-2'], false],
    ['stop', 'instance', 'shop'],
    ['start', 'cluster', 'shop'],
  ]);
});
