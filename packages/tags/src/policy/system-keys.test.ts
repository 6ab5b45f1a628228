import { describe, expect, test } from 'vitest';
import { forbiddenFor, keptFor } from './index.ts';
import { systemToKeep } from './system-keys.ts';
import { policyOf, resourceOf } from './testing/policy-of.ts';

const nowMs = 0;

describe('a forbidden * keeps', () => {
  test.each([
    ['kubernetes.io/cluster/prod', 'owned', 'Kubernetes'],
    ['kubernetes.io/role/elb', '1', 'Kubernetes'],
    ['kubernetes.io/created-for/pvc/name', 'data', 'Kubernetes'],
    ['k8s.io/cluster-autoscaler/enabled', 'true', 'Kubernetes'],
    ['kops.k8s.io/instancegroup', 'nodes', 'Kubernetes'],
    ['elbv2.k8s.aws/cluster', 'prod', 'Kubernetes'],
    ['ebs.csi.aws.com/cluster', 'true', 'Kubernetes'],
    ['node.k8s.amazonaws.com/instance_id', 'i-1', 'Kubernetes'],
    ['KubernetesCluster', 'prod', 'Kubernetes'],
    ['karpenter.sh/discovery', 'prod', 'Karpenter'],
    ['karpenter.k8s.aws/ec2nodeclass', 'default', 'Karpenter'],
    ['eks:cluster-name', 'prod', 'EKS'],
    ['alpha.eksctl.io/cluster-name', 'prod', 'EKS'],
    ['aws-cdk:auto-delete-objects', 'true', 'the AWS CDK'],
    ['lambda:createdBy', 'SAM', 'AWS SAM'],
    ['elasticbeanstalk:environment-name', 'web', 'Elastic Beanstalk'],
    ['AmazonECSManaged', '', 'ECS'],
    ['dlm:managed', 'true', 'Data Lifecycle Manager'],
    ['Patch Group', 'prod', 'Systems Manager'],
    ['awsApplication', 'arn:aws:resource-groups:…', 'AppRegistry'],
    ['Terraform', 'true', 'Terraform'],
    ['terraform-managed', 'yes', 'Terraform'],
    ['aws-node-termination-handler/managed', '', 'Kubernetes'],
    ['aws-glue-service-resource', 'x', 'AWS Glue'],
    ['terraform:workspace', 'prod', 'Terraform'],
    ['ManagedBy', 'terraform', 'Terraform'],
    ['managed-by', 'Terraform v1.9', 'Terraform'],
    ['pulumi:stack', 'prod', 'Pulumi'],
    ['ghr:Application', 'github-action-runner', "the GitHub runners' module"],
    ['jenkins_slave_type', 'demand_small', 'Jenkins'],
    ['jenkins_agent_type', 'demand_small', 'Jenkins'],
    ['jenkins_server_url', 'https://ci.example.com/', 'Jenkins'],
    ['io.cilium/cilium-managed', 'true', 'Cilium'],
    ['io.cilium/cluster-name', 'prod', 'Cilium'],
    ['CreatedBy', 'EC2 Image Builder', 'EC2 Image Builder'],
    ['CreatedBy', 'EC2 Fast Launch', 'EC2 Fast Launch'],
    ['Ec2ImageBuilderArn', 'arn:aws:imagebuilder:…', 'EC2 Image Builder'],
    ['Schedule', 'office-hours', 'Instance Scheduler'],
    ['opsworks:stack', 'web', 'OpsWorks'],
    ['AppManagerCFNStackKey', 'web', 'Systems Manager'],
    ['QuickSetupID', 'x', 'Systems Manager'],
    ['Vendor', 'Databricks', 'Databricks'],
    ['DatabricksInstancePoolId', '0623-201938-lows1', 'Databricks'],
    ['managed-by', 'karpenter', 'Karpenter'],
    ['copilot-application', 'web', 'Copilot'],
    ['AmazonFSx.FileSystemId', 'fs-1', 'an AWS service'],
    ['AWSMSKManaged', 'true', 'an AWS service'],
    ['AmazonElastiCacheManaged', 'true', 'an AWS service'],
    ['FMManaged', 'true', 'an AWS service'],
    ['ClusterArn', 'arn:aws-cn:kafka:cn-north-1:111122223333:cluster/a/b', 'an AWS service'],
  ])('%s=%s, by which %3$s lives', (key, value, system) => {
    expect(systemToKeep('*', key, value)).toBe(system);
  });

  test.each([
    ['Name', 'web'],
    ['temp', '1'],
    ['my-kubernetes.io', '1'],
    ['kubernetes', '1'],
    ['ManagedBy', 'kim@example.com'],
    ['CreatedBy', 'terry'],
    ['CreatedBy', 'Karpov'],
    ['Vendor', 'Siemens'],
    ['ClusterName', 'blue'],
    ['ClusterArn', 'arn:aws:ecs:us-east-1:111122223333:cluster/blue'],
    ['schedule-note', 'weekly'],
    ['ghrunner', '1'],
    ['AmazonOrder', '114-1'],
  ])('nothing of people: %s=%s', (key, value) => {
    expect(systemToKeep('*', key, value)).toBeUndefined();
  });
});

describe('the key kubernetes.io/cluster/prod is', () => {
  test.each(['*', 'k*', 'kube*', '*/prod', '*kubernetes.io/*', 'kubernetes?io/*'])(
    'not named by %s',
    (glob) => {
      expect(systemToKeep(glob, 'kubernetes.io/cluster/prod', 'owned')).toBe('Kubernetes');
    },
  );

  test.each(['kubernetes.io/*', 'kubernetes.io/cluster/*', 'kubernetes.io/cluster/prod'])(
    'named by %s',
    (glob) => {
      expect(systemToKeep(glob, 'kubernetes.io/cluster/prod', 'owned')).toBeUndefined();
    },
  );
});

test.each(['ClusterId', 'ClusterName', 'Creator'])('%s is of Databricks beside its Vendor only', (key) => {
  expect(systemToKeep('*', key, 'x', { [key]: 'x', Vendor: 'Databricks' })).toBe('Databricks');
  expect(systemToKeep('*', key, 'x', { [key]: 'x', Vendor: 'Siemens' })).toBeUndefined();
  expect(systemToKeep(key, key, 'x', { [key]: 'x', Vendor: 'Databricks' })).toBeUndefined();
  const policy = policyOf('keys: { Project: {} }\nforbidden: [{ key: "*", remove: true }]');
  const resource = resourceOf({ [key]: 'x', Vendor: 'Databricks', temp: '1' });
  expect(forbiddenFor(policy, resource, nowMs).map((tag) => tag.key)).toEqual(['temp']);
});

test('a rule that names a key forbids it, also behind one that does not', () => {
  const policy = policyOf(`keys: { Project: {} }
forbidden: [{ key: "*" }, { key: "karpenter.sh/*", remove: true }]`);
  const resource = resourceOf({ 'karpenter.sh/discovery': 'prod', 'eks:cluster-name': 'prod', temp: '1' });
  expect(forbiddenFor(policy, resource, nowMs)).toMatchObject([
    { key: 'karpenter.sh/discovery', rule: { key: 'karpenter.sh/*', remove: true } },
    { key: 'temp', rule: { key: '*' } },
  ]);
  expect(keptFor(policy, resource, nowMs)).toMatchObject([{ key: 'eks:cluster-name', system: 'EKS' }]);
});
