import { attributesOf } from '@groundcrew/account';
import { list } from '../fields.ts';
import { arnIn, defineList, type ListType } from '../list-call.ts';

/** API reference of Amazon ECS, "ListClusters". */
const ecsClusters = defineList({
  service: 'ecs',
  operation: 'ListClusters',
  permissions: ['ecs:ListClusters'],
  input: () => ({ maxResults: 100 }),
  token: 'nextToken',
  response: { nextToken: 'text', clusterArns: list('text') },
  items: ({ clusterArns }) => clusterArns,
  next: ({ nextToken }) => nextToken,
  resource: (arn) => ({ arn }),
});

/** The same, "ListServices": of one cluster. */
const ecsServices = defineList({
  service: 'ecs',
  operation: 'ListServices',
  permissions: ['ecs:ListServices'],
  input: (cluster = '') => ({ cluster, maxResults: 100 }),
  token: 'nextToken',
  response: { nextToken: 'text', serviceArns: list('text') },
  items: ({ serviceArns }) => serviceArns,
  next: ({ nextToken }) => nextToken,
  resource: (arn, _, cluster) => ({
    arn,
    // `service/CLUSTER/NAME`, and `service/NAME` of old ones.
    id: arn.slice(arn.indexOf(':service/') + ':service/'.length),
    ...(cluster !== undefined && { links: { cluster } }),
  }),
});

/** API reference of Amazon EKS, "ListClusters": without those that are only connected. */
const eksClusters = defineList({
  service: 'eks',
  operation: 'ListClusters',
  permissions: ['eks:ListClusters'],
  path: '/clusters',
  input: () => ({ maxResults: 100 }),
  token: 'nextToken',
  response: { nextToken: 'text', clusters: list('text') },
  items: ({ clusters }) => clusters,
  next: ({ nextToken }) => nextToken,
  resource: (name, place) => ({ arn: arnIn(place, 'eks', `cluster/${name}`) }),
});

/** API reference of Amazon ECR, "DescribeRepositories". */
const repositories = defineList({
  service: 'ecr',
  operation: 'DescribeRepositories',
  permissions: ['ecr:DescribeRepositories'],
  input: () => ({ maxResults: 1_000 }),
  token: 'nextToken',
  response: {
    nextToken: 'text',
    repositories: list({ repositoryArn: 'text', repositoryUri: 'text', createdAt: 'date' }),
  },
  items: ({ repositories: found }) => found,
  next: ({ nextToken }) => nextToken,
  resource: ({ repositoryArn: arn, repositoryUri: dnsName, createdAt }) =>
    arn === undefined
      ? undefined
      : { arn, ...(createdAt && { createdAt }), attributes: attributesOf({ dnsName }) },
});

export const containerTypes = {
  'ecr:repository': { title: 'repositories of ECR', calls: [repositories] },
  'ecs:cluster': { title: 'clusters of ECS', calls: [ecsClusters] },
  'ecs:service': { title: 'services of ECS', calls: [ecsServices], within: 'ecs:cluster' },
  'eks:cluster': { title: 'clusters of EKS', calls: [eksClusters] },
} as const satisfies Readonly<Record<string, ListType>>;
