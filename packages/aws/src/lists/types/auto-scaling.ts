import { attributesOf } from '@groundcrew/account';
import { list, tagFields } from '../fields.ts';
import { defineList, type ListType, tagsFrom } from '../list-call.ts';

const IN_SERVICE = 'InService';

/** API reference of EC2 Auto Scaling, "DescribeAutoScalingGroups". The tagging API does not return groups. */
const groups = defineList({
  service: 'auto-scaling',
  operation: 'DescribeAutoScalingGroups',
  permissions: ['autoscaling:DescribeAutoScalingGroups'],
  input: () => ({ MaxRecords: 100 }),
  token: 'NextToken',
  response: {
    NextToken: 'text',
    AutoScalingGroups: list({
      AutoScalingGroupName: 'text',
      AutoScalingGroupARN: 'text',
      MinSize: 'integer',
      DesiredCapacity: 'integer',
      MaxSize: 'integer',
      Status: 'text',
      CreatedTime: 'date',
      Instances: list({ InstanceId: 'text', LifecycleState: 'text' }),
      Tags: list(tagFields),
    }),
  },
  items: ({ AutoScalingGroups }) => AutoScalingGroups,
  next: ({ NextToken }) => NextToken,
  resource: ({ AutoScalingGroupARN: arn, AutoScalingGroupName: id, CreatedTime: createdAt, ...found }) => {
    if (arn === undefined || id === undefined) return undefined;
    return {
      arn,
      id,
      ...(createdAt && { createdAt }),
      tags: tagsFrom(found.Tags),
      attributes: attributesOf({
        desired: found.DesiredCapacity,
        max: found.MaxSize,
        members: found.Instances?.flatMap(({ InstanceId, LifecycleState = IN_SERVICE }) => {
          if (InstanceId === undefined) return [];
          return LifecycleState === IN_SERVICE ? InstanceId : `${InstanceId}=${LifecycleState}`;
        }),
        min: found.MinSize,
        status: found.Status,
      }),
    };
  },
});

export const autoScalingTypes = {
  'autoscaling:autoScalingGroup': { title: 'Auto Scaling groups', calls: [groups] },
} as const satisfies Readonly<Record<string, ListType>>;
