import { expect, test } from 'vitest';
import { managersOf } from './managers-of.ts';

test.each([
  [{}, []],
  [{ Name: 'web', Terraform: 'false', 'kubernetes.io/cluster/prod': 'shared' }, []],
  [
    { 'aws:cloudformation:stack-name': 'web', 'aws:cloudformation:stack-id': 'arn:…' },
    ['CloudFormation stack web'],
  ],
  [{ 'aws:cloudformation:stack-id': 'arn:…' }, ['CloudFormation']],
  [
    { 'aws:autoscaling:groupName': 'asg-1', 'eks:cluster-name': 'prod', 'karpenter.sh/nodepool': 'default' },
    ['Auto Scaling group asg-1', 'EKS cluster prod', 'Karpenter node pool default'],
  ],
  [{ 'kubernetes.io/cluster/prod': 'owned' }, ['Kubernetes cluster prod']],
  [{ Terraform: 'true' }, ['Terraform']],
  [{ ManagedBy: 'terraform' }, ['Terraform']],
  [{ AmazonECSManaged: '' }, ['ECS']],
  [{ 'elasticbeanstalk:environment-name': 'shop' }, ['Elastic Beanstalk environment shop']],
])('a resource with %o is managed by %o', (tags, expected) => {
  expect(managersOf(tags)).toEqual(expected);
});

test('what manages a resource with unknown tags is not known', () => {
  expect(managersOf(null)).toEqual([]);
});
