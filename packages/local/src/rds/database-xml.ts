import type { AccountDbCluster, AccountDbInstance } from '../account/index.ts';
import type { AccountRegion } from '../resource-registry/resource-types.ts';
import type { Tags } from '../tags/index.ts';
import type { XmlElements } from '../xml.ts';
import type { DatabaseState } from './database-states.ts';

// "DBInstance" and "DBCluster" of the RDS API reference, as far as they are known here.

export function instanceXml(
  entry: AccountDbInstance,
  { status, restartsAtMs }: DatabaseState,
  { accountId, region }: AccountRegion,
  all: readonly AccountDbInstance[],
  tags: Tags,
): XmlElements {
  const { name, engine = 'postgres', multiAz = false, cluster, vpc } = entry;
  const replicas = entry.replicas ?? all.filter((one) => one.replicaOf === name).map((one) => one.name);
  return {
    DBInstanceIdentifier: name,
    DBInstanceClass: entry.class ?? 'db.t4g.micro',
    Engine: engine,
    DBInstanceStatus: status,
    MultiAZ: multiAz,
    DBInstanceArn: `arn:aws:rds:${region}:${accountId}:db:${name}`,
    AvailabilityZone: entry.zone,
    AllocatedStorage: entry.sizeGiB,
    StorageEncrypted: entry.encrypted,
    InstanceCreateTime: entry.createdAt,
    DBClusterIdentifier: cluster,
    ReadReplicaSourceDBInstanceIdentifier: entry.replicaOf,
    ReadReplicaSourceDBClusterIdentifier: entry.replicaOfCluster,
    ReadReplicaDBInstanceIdentifiers: { ReadReplicaDBInstanceIdentifier: replicas },
    ReadReplicaDBClusterIdentifiers: { ReadReplicaDBClusterIdentifier: entry.replicaClusters },
    DBSubnetGroup: vpc === undefined ? undefined : { VpcId: vpc },
    VpcSecurityGroups: groupsXml(entry.securityGroups),
    AutomaticRestartTime: timeOf(restartsAtMs),
    TagList: tagsXml(tags),
  };
}

export function clusterXml(
  entry: AccountDbCluster,
  { status, restartsAtMs }: DatabaseState,
  { accountId, region }: AccountRegion,
  instances: readonly AccountDbInstance[],
  tags: Tags,
): XmlElements {
  const { name, engine = 'aurora-postgresql', engineMode = 'provisioned', globalCluster } = entry;
  const members = instances.filter(({ cluster }) => cluster === name);
  return {
    DBClusterIdentifier: name,
    DBClusterArn: `arn:aws:rds:${region}:${accountId}:cluster:${name}`,
    Status: status,
    Engine: engine,
    EngineMode: engineMode,
    DBClusterInstanceClass: entry.class,
    MultiAZ: entry.multiAz,
    StorageEncrypted: entry.encrypted,
    ClusterCreateTime: entry.createdAt,
    GlobalClusterIdentifier: globalCluster,
    ReplicationSourceIdentifier: entry.replicaOfCluster,
    ReadReplicaIdentifiers: { ReadReplicaIdentifier: entry.replicas },
    VpcSecurityGroups: groupsXml(entry.securityGroups),
    DBClusterMembers: {
      DBClusterMember: members.map((member, index) => ({
        DBInstanceIdentifier: member.name,
        IsClusterWriter: index === 0,
      })),
    },
    AutomaticRestartTime: timeOf(restartsAtMs),
    TagList: tagsXml(tags),
  };
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function groupsXml(ids: readonly string[] = []): XmlElements {
  return {
    VpcSecurityGroupMembership: ids.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: 'active' })),
  };
}

function tagsXml(tags: Tags): XmlElements {
  return { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
