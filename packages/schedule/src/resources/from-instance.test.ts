import type { Ec2Instance } from '@groundcrew/aws/ec2';
import { expect, test } from 'vitest';
import { fromInstance } from './index.ts';

const place = { accountId: '111122223333', region: 'eu-west-1' };
const instance: Ec2Instance = {
  InstanceId: 'i-1',
  State: { Name: 'stopped' },
  LaunchTime: new Date('2027-01-01T00:00:00Z'),
  StateTransitionReason: 'User initiated (2027-01-04 11:00:07 GMT)',
  RootDeviceType: 'ebs',
  Tags: [{ Key: 'Name', Value: 'web' }],
};

test('a stopped instance is stopped since its transition, and a running one runs since its launch', () => {
  expect(fromInstance(instance, place)).toEqual({
    id: 'i-1',
    arn: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
    type: 'ec2:instance',
    account: '111122223333',
    region: 'eu-west-1',
    tags: { Name: 'web' },
    name: 'web',
    observed: { state: 'stopped', sinceMs: Date.parse('2027-01-04T11:00:07Z') },
  });
  const running = fromInstance({ ...instance, State: { Name: 'running' } }, place);
  expect(running?.observed).toEqual({ state: 'running', sinceMs: Date.parse('2027-01-01T00:00:00Z') });
});

test.each(['', 'Server.InternalError', 'Client.InternalError: Client error on launch'])(
  'since when is not known by the reason %j',
  (StateTransitionReason) => {
    expect(fromInstance({ ...instance, StateTransitionReason }, place)?.observed).toEqual({
      state: 'stopped',
    });
  },
);

test.each(['terminated', 'shutting-down'])('one that is %s is none', (Name) => {
  expect(fromInstance({ ...instance, State: { Name } }, place)).toBeUndefined();
});

test.each([
  [{ RootDeviceType: 'instance-store' }, 'instance store'],
  [{ InstanceLifecycle: 'spot' }, 'spot instance'],
  [{ InstanceLifecycle: 'capacity-block' }, 'capacity block'],
  [{ Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }] }, 'Auto Scaling group web'],
])('one of %j is refused with the reason', (odd, reason) => {
  expect(fromInstance({ ...instance, ...odd }, place)?.refusal).toContain(reason);
});
