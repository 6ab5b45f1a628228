import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createElbBalancers, createElbClient } from './index.ts';

const mock = mockClient(ElasticLoadBalancingV2Client);
afterAll(() => mock.restore());
beforeEach(() => mock.reset());

const balancers = createElbBalancers({
  client: createElbClient({ region: 'eu-west-1' }),
  limiter: { take: async () => undefined, throttled: () => undefined },
  sleep: async () => undefined,
});

test('the pages of a list are one answer, as the AWS CLI prints it', async () => {
  mock
    .on(DescribeLoadBalancersCommand, { PageSize: 400 })
    .resolves({ LoadBalancers: [{ LoadBalancerArn: 'a' }], NextMarker: '2' })
    .on(DescribeLoadBalancersCommand, { PageSize: 400, Marker: '2' })
    .resolves({ LoadBalancers: [{ LoadBalancerArn: 'b' }] });
  expect(await balancers.loadBalancers()).toEqual({
    LoadBalancers: [{ LoadBalancerArn: 'a' }, { LoadBalancerArn: 'b' }],
  });
});

test('tags are asked of twenty at a time', async () => {
  mock.on(DescribeTagsCommand).callsFake(({ ResourceArns }: { ResourceArns: string[] }) => ({
    TagDescriptions: ResourceArns.map((ResourceArn) => ({ ResourceArn, Tags: [] })),
  }));
  const arns = Array.from({ length: 41 }, (_, at) => `arn-${at}`);
  const { TagDescriptions } = await balancers.tags(arns);
  expect(TagDescriptions).toHaveLength(41);
  expect(mock.commandCalls(DescribeTagsCommand)).toHaveLength(3);
});

test('a refusal has the permission that the call needs', async () => {
  mock.on(DescribeTargetHealthCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
  await expect(balancers.targetHealth('arn')).rejects.toMatchObject({
    code: 'aws-elbv2.describe-failed',
    details: { reason: 'access-denied', permission: 'elasticloadbalancing:DescribeTargetHealth' },
  });
});
