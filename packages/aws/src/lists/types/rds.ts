import { attributesOf } from '@groundcrew/account';
import { list, structure, tagFields } from '../fields.ts';
import { arnIn, defineList, type ListType, networkLinks, tagsFrom } from '../list-call.ts';

const groups = list({ VpcSecurityGroupId: 'text' }, 'VpcSecurityGroupMembership');
const groupIds = (found: readonly { readonly VpcSecurityGroupId?: string }[] = []) =>
  found.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId);

/** API reference of Amazon RDS, "DescribeDBInstances". Instances of Neptune and DocumentDB are returned as well. */
const instances = defineList({
  service: 'rds',
  operation: 'DescribeDBInstances',
  permissions: ['rds:DescribeDBInstances'],
  input: () => ({ MaxRecords: 100 }),
  token: 'Marker',
  response: {
    Marker: 'text',
    DBInstances: list(
      {
        DBInstanceIdentifier: 'text',
        DBInstanceArn: 'text',
        DBInstanceClass: 'text',
        DBInstanceStatus: 'text',
        Engine: 'text',
        MultiAZ: 'flag',
        AvailabilityZone: 'text',
        AllocatedStorage: 'integer',
        StorageEncrypted: 'flag',
        InstanceCreateTime: 'date',
        DBClusterIdentifier: 'text',
        ReadReplicaSourceDBInstanceIdentifier: 'text',
        ReadReplicaSourceDBClusterIdentifier: 'text',
        ReadReplicaDBInstanceIdentifiers: list('text', 'ReadReplicaDBInstanceIdentifier'),
        ReadReplicaDBClusterIdentifiers: list('text', 'ReadReplicaDBClusterIdentifier'),
        AutomaticRestartTime: 'date',
        DBSubnetGroup: structure({ VpcId: 'text' }),
        VpcSecurityGroups: groups,
        TagList: list(tagFields, 'Tag'),
      },
      'DBInstance',
    ),
  },
  items: ({ DBInstances }) => DBInstances,
  next: ({ Marker }) => Marker,
  resource: (found, place) => {
    const { DBInstanceArn: arn, DBInstanceIdentifier: id, InstanceCreateTime: createdAt } = found;
    if (arn === undefined || id === undefined) return undefined;
    return {
      arn,
      id,
      ...(createdAt && { createdAt }),
      tags: tagsFrom(found.TagList),
      links: {
        ...networkLinks(place, {
          vpc: found.DBSubnetGroup?.VpcId,
          groups: groupIds(found.VpcSecurityGroups),
        }),
        ...(found.DBClusterIdentifier !== undefined && {
          cluster: arnIn(place, 'rds', `cluster:${found.DBClusterIdentifier}`),
        }),
      },
      attributes: attributesOf({
        class: found.DBInstanceClass,
        cluster: found.DBClusterIdentifier,
        encrypted: found.StorageEncrypted,
        engine: found.Engine,
        multiAz: found.MultiAZ,
        replicaClusters: found.ReadReplicaDBClusterIdentifiers,
        replicaOf: found.ReadReplicaSourceDBInstanceIdentifier,
        replicaOfCluster: found.ReadReplicaSourceDBClusterIdentifier,
        replicas: found.ReadReplicaDBInstanceIdentifiers,
        restartsAt: found.AutomaticRestartTime?.toISOString(),
        // That of Aurora is 1 or 0, whatever there is.
        sizeGiB: found.DBClusterIdentifier === undefined ? found.AllocatedStorage : undefined,
        status: found.DBInstanceStatus,
        zone: found.AvailabilityZone,
      }),
    };
  },
});

/** The same, "DescribeDBClusters". */
const clusters = defineList({
  service: 'rds',
  operation: 'DescribeDBClusters',
  permissions: ['rds:DescribeDBClusters'],
  input: () => ({ MaxRecords: 100 }),
  token: 'Marker',
  response: {
    Marker: 'text',
    DBClusters: list(
      {
        DBClusterIdentifier: 'text',
        DBClusterArn: 'text',
        DBClusterInstanceClass: 'text',
        Status: 'text',
        Engine: 'text',
        EngineMode: 'text',
        MultiAZ: 'flag',
        StorageEncrypted: 'flag',
        ClusterCreateTime: 'date',
        GlobalClusterIdentifier: 'text',
        ReplicationSourceIdentifier: 'text',
        ReadReplicaIdentifiers: list('text', 'ReadReplicaIdentifier'),
        AutomaticRestartTime: 'date',
        VpcSecurityGroups: groups,
        TagList: list(tagFields, 'Tag'),
      },
      'DBCluster',
    ),
  },
  items: ({ DBClusters }) => DBClusters,
  next: ({ Marker }) => Marker,
  resource: (found, place) => {
    const { DBClusterArn: arn, DBClusterIdentifier: id, ClusterCreateTime: createdAt } = found;
    if (arn === undefined || id === undefined) return undefined;
    return {
      arn,
      id,
      ...(createdAt && { createdAt }),
      tags: tagsFrom(found.TagList),
      links: networkLinks(place, { groups: groupIds(found.VpcSecurityGroups) }),
      attributes: attributesOf({
        class: found.DBClusterInstanceClass,
        encrypted: found.StorageEncrypted,
        engine: found.Engine,
        engineMode: found.EngineMode,
        globalCluster: found.GlobalClusterIdentifier,
        multiAz: found.MultiAZ,
        replicaOfCluster: found.ReplicationSourceIdentifier,
        replicas: found.ReadReplicaIdentifiers,
        restartsAt: found.AutomaticRestartTime?.toISOString(),
        status: found.Status,
      }),
    };
  },
});

export const rdsTypes = {
  'rds:db': { title: 'DB instances', calls: [instances] },
  'rds:cluster': { title: 'DB clusters', calls: [clusters] },
} as const satisfies Readonly<Record<string, ListType>>;
