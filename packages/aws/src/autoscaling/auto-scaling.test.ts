import {
  AutoScalingClient,
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createAutoScaling, createAutoScalingClient } from './index.ts';

const mock = mockClient(AutoScalingClient);
afterAll(() => mock.restore());
beforeEach(() => mock.reset());
const autoScaling = createAutoScaling({
  client: createAutoScalingClient({ region: 'eu-west-1' }),
  limiter: { take: async () => undefined, throttled: () => undefined },
  sleep: async () => undefined,
});
const inputs = () => mock.calls().map((call) => call.args[0].input as unknown);

test('groups are listed by pages, and named ones a hundred a call; without names nothing is called', async () => {
  mock
    .on(DescribeAutoScalingGroupsCommand)
    .resolves({ AutoScalingGroups: [{ AutoScalingGroupName: 'a' } as never] });
  expect(await collectPages(autoScaling.describeGroups())).toHaveLength(1);
  await collectPages(autoScaling.describeGroups(Array.from({ length: 150 }, (_, index) => `g${index}`)));
  expect(await collectPages(autoScaling.describeGroups([]))).toEqual([]);
  expect(inputs()).toMatchObject([
    { MaxRecords: 100 },
    { AutoScalingGroupNames: { length: 100 } },
    { AutoScalingGroupNames: { length: 50 } },
  ]);
});

test('sizes and a tag are set, which instances do not get', async () => {
  mock.on(UpdateAutoScalingGroupCommand).resolves({}).on(CreateOrUpdateTagsCommand).resolves({});
  await autoScaling.updateSizes('web', { min: 0, desired: 0, max: 0 });
  await autoScaling.setTag('web', 'groundcrew:sizes', 'min=1 desired=2 max=4');
  expect(inputs()).toEqual([
    { AutoScalingGroupName: 'web', MinSize: 0, MaxSize: 0, DesiredCapacity: 0 },
    {
      Tags: [
        {
          ResourceId: 'web',
          ResourceType: 'auto-scaling-group',
          PropagateAtLaunch: false,
          Key: 'groundcrew:sizes',
          Value: 'min=1 desired=2 max=4',
        },
      ],
    },
  ]);
});

test.each([
  ['update-failed', () => autoScaling.updateSizes('web', { min: 0, desired: 0, max: 0 })],
  ['tag-failed', () => autoScaling.setTag('web', 'a', 'b')],
  ['describe-failed', () => collectPages(autoScaling.describeGroups())],
])('%s has the name of the reason', async (code, act) => {
  mock.onAnyCommand().rejects(Object.assign(new Error('no'), { name: 'ScalingActivityInProgress' }));
  await expect(act()).rejects.toMatchObject({
    code: `aws-autoscaling.${code}`,
    details: { awsError: 'ScalingActivityInProgress' },
  });
});
