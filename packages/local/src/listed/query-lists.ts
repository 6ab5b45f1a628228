import { ANY_TIME, idsOf, type ListedItem, type ListOperation, tagList } from './list-operation.ts';

// Shapes: the service models of botocore.

const records = { size: { name: 'MaxRecords', default: 100, maximum: 100 }, token: 'Marker' } as const;

/** Classic load balancers: the service of the others is another one here. */
export const classicBalancerList: ListOperation = {
  actions: ['elasticloadbalancing:DescribeLoadBalancers'],
  type: 'elasticloadbalancing:loadbalancer',
  // `loadbalancer/NAME`; of others `loadbalancer/app/NAME/ID`.
  isIn: ({ name }) => !name.includes('/'),
  size: { name: 'PageSize', default: 400, maximum: 400 },
  token: 'Marker',
  next: 'NextMarker',
  write: (items) => ({
    LoadBalancerDescriptions: {
      member: items.map(({ name, attributes, links, createdAt }) => ({
        LoadBalancerName: name,
        DNSName: attributes.dnsName,
        Scheme: attributes.scheme,
        VPCId: idsOf(links, 'vpc')[0],
        SecurityGroups: { member: idsOf(links, 'security-group') },
        CreatedTime: createdAt,
      })),
    },
  }),
};

export const cacheLists: Readonly<Record<string, ListOperation>> = {
  DescribeCacheClusters: {
    ...records,
    actions: ['elasticache:DescribeCacheClusters'],
    resource: 'cluster:*',
    type: 'elasticache:cluster',
    write: (items) => ({
      CacheClusters: {
        CacheCluster: items.map(({ arn, name, attributes, links, createdAt }) => ({
          CacheClusterId: name,
          ARN: arn,
          Engine: attributes.engine,
          CacheNodeType: attributes.class,
          CacheClusterStatus: attributes.status,
          CacheClusterCreateTime: createdAt,
          NumCacheNodes: attributes.nodes,
          ReplicationGroupId: typeof links.cluster === 'string' ? links.cluster.split(':').at(-1) : undefined,
          SecurityGroups: {
            member: idsOf(links, 'security-group').map((SecurityGroupId) => ({ SecurityGroupId })),
          },
        })),
      },
    }),
  },
  DescribeReplicationGroups: {
    ...records,
    actions: ['elasticache:DescribeReplicationGroups'],
    resource: 'replicationgroup:*',
    type: 'elasticache:replicationgroup',
    write: (items) => ({
      ReplicationGroups: {
        ReplicationGroup: items.map(({ arn, name, attributes, createdAt }) => ({
          ReplicationGroupId: name,
          ARN: arn,
          Engine: attributes.engine,
          CacheNodeType: attributes.class,
          Status: attributes.status,
          Description: attributes.description,
          ReplicationGroupCreateTime: createdAt,
        })),
      },
    }),
  },
  DescribeServerlessCaches: {
    size: { name: 'MaxResults', default: 50, maximum: 50 },
    token: 'NextToken',
    actions: ['elasticache:DescribeServerlessCaches'],
    resource: 'serverlesscache:*',
    type: 'elasticache:serverlesscache',
    write: (items) => ({
      ServerlessCaches: {
        member: items.map(({ arn, name, attributes, createdAt }) => ({
          ServerlessCacheName: name,
          ARN: arn,
          Engine: attributes.engine,
          Status: attributes.status,
          CreateTime: createdAt,
        })),
      },
    }),
  },
};

export const warehouseLists: Readonly<Record<string, ListOperation>> = {
  DescribeClusters: {
    ...records,
    actions: ['redshift:DescribeClusters'],
    type: 'redshift:cluster',
    write: (items) => ({
      Clusters: {
        Cluster: items.map(({ name, attributes, links, createdAt, tags }) => ({
          ClusterIdentifier: name,
          NodeType: attributes.class,
          ClusterStatus: attributes.status,
          ClusterCreateTime: createdAt,
          NumberOfNodes: attributes.nodes,
          Encrypted: attributes.encrypted,
          VpcId: idsOf(links, 'vpc')[0],
          VpcSecurityGroups: {
            VpcSecurityGroup: idsOf(links, 'security-group').map((VpcSecurityGroupId) => ({
              VpcSecurityGroupId,
            })),
          },
          Tags: { Tag: tagList(tags) },
        })),
      },
    }),
  },
};

export const stackLists: Readonly<Record<string, ListOperation>> = {
  DescribeStacks: {
    actions: ['cloudformation:DescribeStacks', 'cloudformation:ListStacks'],
    type: 'cloudformation:stack',
    // The service has no parameter for it.
    size: { name: 'PageSize', default: 100, maximum: 100 },
    token: 'NextToken',
    write: (items) => ({
      Stacks: {
        member: items.map(({ arn, name, attributes, links, createdAt = ANY_TIME, tags }) => ({
          StackId: arn,
          StackName: attributes.name ?? name.split('/')[0],
          Description: attributes.description,
          CreationTime: createdAt,
          StackStatus: attributes.status ?? 'CREATE_COMPLETE',
          ParentId: typeof links.stack === 'string' ? links.stack : undefined,
          Tags: { member: tagList(tags) },
        })),
      },
    }),
  },
};

const identity = ({ arn, name, attributes, createdAt, tags }: ListedItem) => ({
  Path: attributes.path ?? name.replace(/^(.*\/)?[^/]*$/, '/$1'),
  Arn: arn,
  CreateDate: createdAt,
  Tags: { member: tagList(tags) },
});

/** Of IAM, whose service is another one here. */
export const identityLists = {
  Role: {
    actions: ['iam:GetAccountAuthorizationDetails'],
    type: 'iam:role',
    size: { name: 'MaxItems', default: 100, maximum: 1_000 },
    token: 'Marker',
    write: (items, _, hasMore) => ({
      IsTruncated: hasMore,
      RoleDetailList: {
        member: items.map((item) => ({ RoleName: item.name.split('/').at(-1), ...identity(item) })),
      },
    }),
  },
  User: {
    actions: ['iam:GetAccountAuthorizationDetails'],
    type: 'iam:user',
    size: { name: 'MaxItems', default: 100, maximum: 1_000 },
    token: 'Marker',
    write: (items, _, hasMore) => ({
      IsTruncated: hasMore,
      UserDetailList: {
        member: items.map((item) => ({ UserName: item.name.split('/').at(-1), ...identity(item) })),
      },
    }),
  },
} as const satisfies Readonly<Record<string, ListOperation>>;
