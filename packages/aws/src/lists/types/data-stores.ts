import { attributesOf } from '@groundcrew/account';
import { list, structure, tagFields } from '../fields.ts';
import { arnIn, defineList, type ListType, networkLinks, tagsFrom } from '../list-call.ts';

const GIB = 2 ** 30;

/** API reference of Amazon ElastiCache, "DescribeCacheClusters": nodes of replication groups are among them. */
const cacheClusters = defineList({
  service: 'elasticache',
  operation: 'DescribeCacheClusters',
  permissions: ['elasticache:DescribeCacheClusters'],
  input: () => ({ MaxRecords: 100 }),
  token: 'Marker',
  response: {
    Marker: 'text',
    CacheClusters: list(
      {
        ARN: 'text',
        Engine: 'text',
        CacheNodeType: 'text',
        CacheClusterStatus: 'text',
        CacheClusterCreateTime: 'date',
        NumCacheNodes: 'integer',
        ReplicationGroupId: 'text',
        SecurityGroups: list({ SecurityGroupId: 'text' }),
      },
      'CacheCluster',
    ),
  },
  items: ({ CacheClusters }) => CacheClusters,
  next: ({ Marker }) => Marker,
  resource: ({ ARN: arn, CacheClusterCreateTime: createdAt, ...found }, place) => {
    if (arn === undefined) return undefined;
    const { ReplicationGroupId: group, SecurityGroups: groups = [] } = found;
    return {
      arn,
      ...(createdAt && { createdAt }),
      links: {
        ...networkLinks(place, { groups: groups.map(({ SecurityGroupId }) => SecurityGroupId) }),
        ...(group !== undefined && { cluster: arnIn(place, 'elasticache', `replicationgroup:${group}`) }),
      },
      attributes: attributesOf({
        class: found.CacheNodeType,
        engine: found.Engine,
        nodes: found.NumCacheNodes,
        status: found.CacheClusterStatus,
      }),
    };
  },
});

/** The same, "DescribeReplicationGroups". */
const replicationGroups = defineList({
  service: 'elasticache',
  operation: 'DescribeReplicationGroups',
  permissions: ['elasticache:DescribeReplicationGroups'],
  input: () => ({ MaxRecords: 100 }),
  token: 'Marker',
  response: {
    Marker: 'text',
    ReplicationGroups: list(
      {
        ARN: 'text',
        Engine: 'text',
        CacheNodeType: 'text',
        Status: 'text',
        Description: 'text',
        ReplicationGroupCreateTime: 'date',
      },
      'ReplicationGroup',
    ),
  },
  items: ({ ReplicationGroups }) => ReplicationGroups,
  next: ({ Marker }) => Marker,
  resource: ({ ARN: arn, ReplicationGroupCreateTime: createdAt, ...found }) =>
    arn === undefined
      ? undefined
      : {
          arn,
          ...(createdAt && { createdAt }),
          attributes: attributesOf({
            class: found.CacheNodeType,
            description: found.Description,
            engine: found.Engine,
            status: found.Status,
          }),
        },
});

/** The same, "DescribeServerlessCaches". */
const serverlessCaches = defineList({
  service: 'elasticache',
  operation: 'DescribeServerlessCaches',
  permissions: ['elasticache:DescribeServerlessCaches'],
  token: 'NextToken',
  response: {
    NextToken: 'text',
    ServerlessCaches: list({ ARN: 'text', Engine: 'text', Status: 'text', CreateTime: 'date' }),
  },
  items: ({ ServerlessCaches }) => ServerlessCaches,
  next: ({ NextToken }) => NextToken,
  resource: ({ ARN: arn, CreateTime: createdAt, ...found }) =>
    arn === undefined
      ? undefined
      : {
          arn,
          ...(createdAt && { createdAt }),
          attributes: attributesOf({ engine: found.Engine, status: found.Status }),
        },
});

/** API reference of Amazon EFS, "DescribeFileSystems": a hundred a page. */
const fileSystems = defineList({
  service: 'efs',
  operation: 'DescribeFileSystems',
  permissions: ['elasticfilesystem:DescribeFileSystems'],
  path: '/2015-02-01/file-systems',
  input: () => ({ MaxItems: 100 }),
  token: 'Marker',
  response: {
    NextMarker: 'text',
    FileSystems: list({
      FileSystemArn: 'text',
      FileSystemId: 'text',
      CreationTime: 'date',
      LifeCycleState: 'text',
      Encrypted: 'flag',
      SizeInBytes: structure({ Value: 'integer' }),
      Tags: list(tagFields),
    }),
  },
  items: ({ FileSystems }) => FileSystems,
  next: ({ NextMarker }) => NextMarker,
  resource: ({ FileSystemArn: arn, CreationTime: createdAt, ...found }) => {
    if (arn === undefined) return undefined;
    const { Value: bytes } = found.SizeInBytes ?? {};
    return {
      arn,
      ...(createdAt && { createdAt }),
      tags: tagsFrom(found.Tags),
      attributes: attributesOf({
        encrypted: found.Encrypted,
        sizeGiB: bytes === undefined ? undefined : Math.ceil(bytes / GIB),
        status: found.LifeCycleState,
      }),
    };
  },
});

/** API reference of Amazon Redshift, "DescribeClusters". */
const warehouses = defineList({
  service: 'redshift',
  operation: 'DescribeClusters',
  permissions: ['redshift:DescribeClusters'],
  input: () => ({ MaxRecords: 100 }),
  token: 'Marker',
  response: {
    Marker: 'text',
    Clusters: list(
      {
        ClusterIdentifier: 'text',
        NodeType: 'text',
        ClusterStatus: 'text',
        ClusterCreateTime: 'date',
        NumberOfNodes: 'integer',
        Encrypted: 'flag',
        VpcId: 'text',
        VpcSecurityGroups: list({ VpcSecurityGroupId: 'text' }, 'VpcSecurityGroup'),
        Tags: list(tagFields, 'Tag'),
      },
      'Cluster',
    ),
  },
  items: ({ Clusters }) => Clusters,
  next: ({ Marker }) => Marker,
  resource: ({ ClusterIdentifier: name, ClusterCreateTime: createdAt, ...found }, place) => {
    if (name === undefined) return undefined;
    const { VpcId: vpc, VpcSecurityGroups: groups = [] } = found;
    return {
      arn: arnIn(place, 'redshift', `cluster:${name}`),
      ...(createdAt && { createdAt }),
      tags: tagsFrom(found.Tags),
      links: networkLinks(place, { vpc, groups: groups.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId) }),
      attributes: attributesOf({
        class: found.NodeType,
        encrypted: found.Encrypted,
        nodes: found.NumberOfNodes,
        status: found.ClusterStatus,
      }),
    };
  },
});

/** API reference of Amazon OpenSearch Service, "ListDomainNames": all of them at once. */
const domains = defineList({
  service: 'opensearch',
  operation: 'ListDomainNames',
  permissions: ['es:ListDomainNames'],
  path: '/2021-01-01/domain',
  response: { DomainNames: list({ DomainName: 'text', EngineType: 'text' }) },
  items: ({ DomainNames }) => DomainNames,
  resource: ({ DomainName: name, EngineType: engine }, place) =>
    name === undefined
      ? undefined
      : { arn: arnIn(place, 'es', `domain/${name}`), attributes: attributesOf({ engine }) },
});

/** API reference of Amazon Kinesis Data Streams, "ListStreams": at most a hundred a page. */
const streams = defineList({
  service: 'kinesis',
  operation: 'ListStreams',
  permissions: ['kinesis:ListStreams'],
  input: () => ({ Limit: 100 }),
  token: 'NextToken',
  response: {
    NextToken: 'text',
    StreamSummaries: list({
      StreamARN: 'text',
      StreamStatus: 'text',
      StreamCreationTimestamp: 'date',
      StreamModeDetails: structure({ StreamMode: 'text' }),
    }),
  },
  items: ({ StreamSummaries }) => StreamSummaries,
  next: ({ NextToken }) => NextToken,
  resource: ({ StreamARN: arn, StreamCreationTimestamp: createdAt, ...found }) =>
    arn === undefined
      ? undefined
      : {
          arn,
          ...(createdAt && { createdAt }),
          attributes: attributesOf({
            kind: found.StreamModeDetails?.StreamMode,
            status: found.StreamStatus,
          }),
        },
});

export const dataStoreTypes = {
  'elasticache:cluster': { title: 'cache clusters', calls: [cacheClusters] },
  'elasticache:replicationgroup': { title: 'replication groups of caches', calls: [replicationGroups] },
  'elasticache:serverlesscache': { title: 'serverless caches', calls: [serverlessCaches] },
  'elasticfilesystem:file-system': { title: 'file systems', calls: [fileSystems] },
  'es:domain': { title: 'domains of OpenSearch', calls: [domains] },
  'kinesis:stream': { title: 'streams of Kinesis', calls: [streams] },
  'redshift:cluster': { title: 'clusters of Redshift', calls: [warehouses] },
} as const satisfies Readonly<Record<string, ListType>>;
