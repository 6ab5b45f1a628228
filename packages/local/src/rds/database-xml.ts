import type { AccountDbCluster, AccountDbInstance } from '../account/index.ts';
import type { AccountRegion } from '../resource-registry/resource-types.ts';
import type { XmlElements } from '../xml.ts';
import type { DatabaseState } from './database-states.ts';

// "DBInstance" and "DBCluster" of the RDS API reference, as far as they are known here.

export function instanceXml(
  entry: AccountDbInstance,
  { status, restartsAtMs }: DatabaseState,
  { accountId, region }: AccountRegion,
  all: readonly AccountDbInstance[],
): XmlElements {
  const { name, engine = 'postgres', multiAz = false, cluster, replicaOf, tags = {} } = entry;
  const replicas = all.filter((one) => one.replicaOf === name).map((one) => one.name);
  return {
    DBInstanceIdentifier: name,
    DBInstanceClass: entry.class ?? 'db.t4g.micro',
    Engine: engine,
    DBInstanceStatus: status,
    MultiAZ: multiAz,
    DBInstanceArn: `arn:aws:rds:${region}:${accountId}:db:${name}`,
    DBClusterIdentifier: cluster,
    ReadReplicaSourceDBInstanceIdentifier: replicaOf,
    ReadReplicaDBInstanceIdentifiers: { ReadReplicaDBInstanceIdentifier: replicas },
    AutomaticRestartTime: timeOf(restartsAtMs),
    TagList: tagsXml(tags),
  };
}

export function clusterXml(
  entry: AccountDbCluster,
  { status, restartsAtMs }: DatabaseState,
  { accountId, region }: AccountRegion,
  instances: readonly AccountDbInstance[],
): XmlElements {
  const { name, engine = 'aurora-postgresql', engineMode = 'provisioned', globalCluster, tags = {} } = entry;
  const members = instances.filter(({ cluster }) => cluster === name);
  return {
    DBClusterIdentifier: name,
    DBClusterArn: `arn:aws:rds:${region}:${accountId}:cluster:${name}`,
    Status: status,
    Engine: engine,
    EngineMode: engineMode,
    GlobalClusterIdentifier: globalCluster,
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

function tagsXml(tags: Readonly<Record<string, string>>): XmlElements {
  return { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
