import {
  AutoScalingClient,
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { DescribeInstancesCommand, EC2Client, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { createMovableClock, parseAccounts, startLocal } from '../index.ts';

const region = 'eu-west-1';

async function open(groups: readonly object[], instances: readonly object[] = []) {
  const clock = createMovableClock();
  const lists = { autoScalingGroups: groups, instances };
  const local = await startLocal({
    region,
    clock,
    accounts: parseAccounts({ accounts: [{ id: '111122223333', regions: { [region]: lists } }] }),
  });
  const config = {
    region,
    endpoint: local.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const [client, ec2] = [new AutoScalingClient(config), new EC2Client(config)];
  onTestFinished(() => {
    client.destroy();
    ec2.destroy();
    return local.close();
  });
  async function group(name = 'web') {
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
    const { AutoScalingGroups = [] } = await client.send(command);
    const { MinSize, DesiredCapacity, MaxSize, Instances = [], Tags = [] } = AutoScalingGroups[0]!;
    return {
      sizes: [MinSize, DesiredCapacity, MaxSize],
      states: Instances.map(({ LifecycleState }) => LifecycleState),
      ids: Instances.map(({ InstanceId }) => InstanceId),
      tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
    };
  }
  const update = (MinSize: number, MaxSize: number, DesiredCapacity?: number) =>
    client.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: 'web',
        MinSize,
        MaxSize,
        DesiredCapacity,
      }),
    );
  return { clock, client, ec2, group, update };
}

test('a group gets the sizes that it is given, with the delays of its instances', async () => {
  const { clock, group, update } = await open([{ name: 'web', min: 1, desired: 2, max: 4 }]);
  expect(await group()).toMatchObject({ sizes: [1, 2, 4], states: ['InService', 'InService'] });
  await update(0, 0, 0);
  expect(await group()).toMatchObject({ sizes: [0, 0, 0], states: ['Terminating', 'Terminating'] });
  await clock.advance(40_000);
  expect((await group()).states).toEqual([]);
  await update(1, 4, 2);
  expect((await group()).states).toEqual(['Pending', 'Pending']);
  await clock.advance(20_000);
  expect((await group()).states).toEqual(['InService', 'InService']);
  // What is wanted follows the limits where it is left out.
  await update(3, 4);
  expect((await group()).sizes).toEqual([3, 3, 4]);
});

test('a member that is stopped is terminated and replaced, and one is terminated where the group shrinks', async () => {
  const tags = { 'aws:autoscaling:groupName': 'web' };
  const { clock, ec2, group, update } = await open(
    [{ name: 'web', min: 0, desired: 2, max: 2 }],
    [
      { id: 'i-00000001', type: 't3.micro', tags },
      { id: 'i-00000002', type: 't3.micro', tags },
    ],
  );
  expect((await group()).ids).toEqual(['i-00000001', 'i-00000002']);
  await ec2.send(new StopInstancesCommand({ InstanceIds: ['i-00000002'] }));
  expect(await group()).toMatchObject({ states: ['InService', 'Terminating', 'Pending'] });
  await clock.advance(60_000);
  const { ids, states } = await group();
  expect(ids).toEqual(['i-00000001', expect.stringMatching(/^i-0/)]);
  expect(states).toEqual(['InService', 'InService']);
  await update(0, 0, 0);
  await clock.advance(60_000);
  expect((await group()).ids).toEqual([]);
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  const all = Reservations.flatMap(({ Instances = [] }) => Instances);
  expect(all.map(({ State }) => State?.Name)).toEqual(['terminated', 'terminated']);
});

test('tags are set, and wrong ones and sizes are refused', async () => {
  const { client, group, update } = await open([
    { name: 'web', min: 1, desired: 1, max: 1, tags: { Env: 'dev' } },
    { name: 'busy', min: 1, desired: 1, max: 1, startFault: 'busy' },
    { name: 'full', min: 0, desired: 0, max: 1, startFault: 'capacity' },
  ]);
  const tag = (Key: string, ResourceId = 'web') =>
    client.send(
      new CreateOrUpdateTagsCommand({
        Tags: [
          { ResourceId, ResourceType: 'auto-scaling-group', Key, Value: 'min=1', PropagateAtLaunch: false },
        ],
      }),
    );
  await tag('groundcrew:sizes');
  expect((await group()).tags).toEqual({ Env: 'dev', 'groundcrew:sizes': 'min=1' });
  await expect(tag('aws:x')).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(tag('a', 'none')).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(update(2, 1)).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(update(0, 1, 5)).rejects.toMatchObject({ name: 'ValidationError' });
  const busy = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'busy', MinSize: 0 });
  await expect(client.send(busy)).rejects.toMatchObject({ name: 'ScalingActivityInProgressFault' });
  await client.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'full', DesiredCapacity: 1 }));
  expect((await group('full')).states).toEqual([]);
});
