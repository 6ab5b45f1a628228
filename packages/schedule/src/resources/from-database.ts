import type { RdsCluster, RdsInstance, RdsTag } from '@groundcrew/aws/rds';
import type { Observed } from '../deciding/index.ts';
import { DAY_MS } from '../time/index.ts';
import type { ScheduledResource } from './scheduled-resource.ts';

/** "Stopping an Amazon RDS DB instance temporarily" of the RDS user guide: seven days, then RDS starts it. */
const STOPPED_FOR_MS = 7 * DAY_MS;

/** "Viewing DB instance status" of the RDS user guide, without the states of work that ends by itself. */
const states: Readonly<Record<string, Observed['state']>> = {
  available: 'running',
  creating: 'starting',
  starting: 'starting',
  stopping: 'stopping',
  stopped: 'stopped',
};

/** What RDS does not get out of by itself: the same page. */
const BROKEN_PATTERN =
  /^(failed|incompatible-|inaccessible-encryption|restore-error|insufficient-capacity|storage-full)/;

/** The status that a database has once what RDS is doing with it has ended. */
export function settledStatus(status: string): string {
  if (status === 'stopped' || status === 'stopping') return 'stopped';
  return BROKEN_PATTERN.test(status) ? status : 'available';
}

/** A DB instance as a schedule sees it; `undefined`: it is being deleted. */
export function fromDbInstance(instance: RdsInstance, region: string): ScheduledResource | undefined {
  return database({
    type: 'rds:db',
    id: instance.DBInstanceIdentifier,
    arn: instance.DBInstanceArn,
    status: instance.DBInstanceStatus,
    restart: instance.AutomaticRestartTime,
    tags: instance.TagList,
    region,
    refusal: instanceRefusal(instance),
  });
}

/** A DB cluster as a schedule sees it; `undefined`: it is being deleted. */
export function fromDbCluster(cluster: RdsCluster, region: string): ScheduledResource | undefined {
  return database({
    type: 'rds:cluster',
    id: cluster.DBClusterIdentifier,
    arn: cluster.DBClusterArn,
    status: cluster.Status,
    restart: cluster.AutomaticRestartTime,
    tags: cluster.TagList,
    region,
    refusal: clusterRefusal(cluster),
  });
}

interface DatabaseFacts {
  readonly type: 'rds:db' | 'rds:cluster';
  readonly id: string | undefined;
  readonly arn: string | undefined;
  readonly status: string | undefined;
  readonly restart: Date | undefined;
  readonly tags: readonly RdsTag[] | undefined;
  readonly region: string;
  readonly refusal: string | undefined;
}

function database(facts: DatabaseFacts): ScheduledResource | undefined {
  const { type, id, arn, status = '', region } = facts;
  if (id === undefined || arn === undefined || status.startsWith('delet')) return undefined;
  const tags = Object.fromEntries((facts.tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  const isBroken = BROKEN_PATTERN.test(status);
  const refusal =
    facts.refusal ?? (isBroken ? `has the status ${status}, which a person has to look at` : undefined);
  return {
    id,
    arn,
    type,
    account: arn.split(':')[4] ?? '',
    region,
    tags,
    ...(tags.Name !== undefined && { name: tags.Name }),
    observed: observedOf(status, facts.restart),
    ...(refusal !== undefined && { refusal }),
  };
}

function observedOf(status: string, restart: Date | undefined): Observed {
  const state = states[status];
  // Backups, changes and the like: it runs, and RDS refuses to stop it until it is available.
  if (state === undefined) return { state: 'running', busy: status };
  const restartsAtMs = restart?.getTime();
  if (state !== 'stopped' || restartsAtMs === undefined || Number.isNaN(restartsAtMs)) return { state };
  return { state, sinceMs: restartsAtMs - STOPPED_FOR_MS, restartsAtMs };
}

/** Limitations of "Stopping an Amazon RDS DB instance temporarily", RDS user guide; StopDBInstance of its API reference. */
function instanceRefusal(instance: RdsInstance): string | undefined {
  const { Engine = '', DBClusterIdentifier: cluster, MultiAZ } = instance;
  if (cluster !== undefined) return `is a member of the DB cluster ${cluster}; put the cluster on a schedule`;
  const source =
    instance.ReadReplicaSourceDBInstanceIdentifier ?? instance.ReadReplicaSourceDBClusterIdentifier;
  if (source !== undefined) return `is a read replica of ${source}, and cannot be stopped`;
  const replicas = [
    ...(instance.ReadReplicaDBInstanceIdentifiers ?? []),
    ...(instance.ReadReplicaDBClusterIdentifiers ?? []),
  ];
  if (replicas.length > 0) return `has the read replica ${replicas[0]}, and cannot be stopped`;
  if (/(^|-)sqlserver-/.test(Engine) && MultiAZ === true)
    return 'is SQL Server in a multi-AZ deployment, and cannot be stopped';
  if (Engine.startsWith('custom-') && !Engine.startsWith('custom-sqlserver-'))
    return `is RDS Custom (${Engine}), and cannot be stopped by RDS`;
  return undefined;
}

/**
 * Limitations of "Stopping and starting an Amazon Aurora DB cluster", Aurora user guide; of "Limitations of Multi-AZ DB
 * clusters", RDS user guide. That of a blue/green deployment is not in a cluster's description: RDS refuses it by name.
 */
function clusterRefusal(cluster: RdsCluster): string | undefined {
  const { Engine = '', EngineMode = 'provisioned', GlobalClusterIdentifier: global } = cluster;
  if (Engine === 'neptune' || Engine === 'docdb') return `is of ${Engine}, which is not of RDS`;
  if (!Engine.startsWith('aurora')) return 'is a multi-AZ DB cluster, and cannot be stopped';
  if (EngineMode === 'serverless') return 'is Aurora Serverless v1, and cannot be stopped';
  if (EngineMode === 'multimaster') return 'has several writers, and cannot be stopped';
  if (global !== undefined && global !== '')
    return `is of the global database ${global}, and cannot be stopped`;
  if (EngineMode === 'global') return 'is of a global database, and cannot be stopped';
  if (cluster.ReplicationSourceIdentifier)
    return `is a replica of ${cluster.ReplicationSourceIdentifier}, and cannot be stopped`;
  const [replica] = cluster.ReadReplicaIdentifiers ?? [];
  if (replica !== undefined) return `has the replica ${replica}, and cannot be stopped`;
  return undefined;
}
