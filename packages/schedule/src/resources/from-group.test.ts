import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromGroup, parseSizes, sizesText, usableSizes } from './index.ts';

const arn =
  'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:9b5e0d8f-0000-4000-8000-000000000000:autoScalingGroupName/web';
const group = (sizes: readonly [number, number, number], states: readonly string[], tags: object[] = []) =>
  fromGroup(
    {
      AutoScalingGroupName: 'web',
      AutoScalingGroupARN: arn,
      MinSize: sizes[0],
      DesiredCapacity: sizes[1],
      MaxSize: sizes[2],
      Instances: states.map((LifecycleState) => ({ LifecycleState })),
      Tags: tags,
    },
    'eu-west-1',
  )!;

test.each([
  [[1, 2, 4], ['InService', 'InService'], 'running'],
  [[1, 2, 4], ['InService', 'Pending'], 'starting'],
  [[1, 2, 4], [], 'starting'],
  // A policy may start instances of it at any time.
  [[0, 0, 4], [], 'running'],
  [[0, 0, 0], ['Terminating'], 'stopping'],
  [[0, 0, 0], [], 'stopped'],
] as const)('a group of %j with %j is %s', (sizes, states, state) => {
  expect(group(sizes, states).observed).toEqual({ state, mayInterrupt: true });
});

test('its tag remembers sizes; a value that could not start it remembers none', () => {
  const kept = (Value: string) => group([0, 0, 0], [], [{ Key: 'groundcrew:sizes', Value }]).sizes?.kept;
  expect(kept('min=1 desired=2 max=4')).toEqual({ min: 1, desired: 2, max: 4 });
  for (const value of [
    '',
    '1/2/4',
    'min=0 desired=0 max=0',
    'min=3 desired=2 max=4',
    'min=1 desired=5 max=4',
  ])
    expect(kept(value)).toBeUndefined();
});

test('a group that is deleted is none', () => {
  const deleted = { AutoScalingGroupName: 'web', AutoScalingGroupARN: arn, Status: 'Delete in progress' };
  expect(fromGroup(deleted, 'eu-west-1')).toBeUndefined();
});

test('sizes are read as they were written, value for value', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), fc.nat(10_000), (...given) => {
      const [min, desired, max] = given.toSorted((one, other) => one - other) as [number, number, number];
      expect(parseSizes(sizesText({ min, desired, max }))).toEqual(usableSizes({ min, desired, max }));
    }),
  );
});
