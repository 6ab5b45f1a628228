import type { RdsCluster, RdsInstance } from '@groundcrew/aws/rds';
import { expect, test } from 'vitest';
import { fromDbCluster, fromDbInstance } from './index.ts';

const region = 'eu-west-1';
const instance: RdsInstance = {
  DBInstanceIdentifier: 'shop',
  DBInstanceArn: 'arn:aws:rds:eu-west-1:111122223333:db:shop',
  DBInstanceStatus: 'available',
  Engine: 'postgres',
  TagList: [{ Key: 'Schedule', Value: 'office' }],
};
const cluster: RdsCluster = {
  DBClusterIdentifier: 'shop',
  DBClusterArn: 'arn:aws:rds:eu-west-1:111122223333:cluster:shop',
  Status: 'available',
  Engine: 'aurora-postgresql',
  EngineMode: 'provisioned',
};

test('a DB instance has the state of its status, and one at work runs and cannot be changed', () => {
  const of = (DBInstanceStatus: string) =>
    fromDbInstance({ ...instance, DBInstanceStatus }, region)?.observed;
  expect(fromDbInstance(instance, region)).toEqual({
    id: 'shop',
    arn: instance.DBInstanceArn,
    type: 'rds:db',
    account: '111122223333',
    region,
    tags: { Schedule: 'office' },
    observed: { state: 'running' },
  });
  expect(of('starting')).toEqual({ state: 'starting' });
  expect(of('stopping')).toEqual({ state: 'stopping' });
  expect(of('backing-up')).toEqual({ state: 'running', busy: 'backing-up' });
  expect(of('deleting')).toBeUndefined();
});

test('a stopped one was stopped seven days before RDS starts it by itself', () => {
  const AutomaticRestartTime = new Date('2027-01-11T20:00:00Z');
  const stopped = { ...instance, DBInstanceStatus: 'stopped', AutomaticRestartTime };
  expect(fromDbInstance(stopped, region)?.observed).toEqual({
    state: 'stopped',
    sinceMs: Date.parse('2027-01-04T20:00:00Z'),
    restartsAtMs: AutomaticRestartTime.getTime(),
  });
  expect(fromDbInstance({ ...instance, DBInstanceStatus: 'stopped' }, region)?.observed).toEqual({
    state: 'stopped',
  });
});

test.each<[Partial<RdsInstance>, string | undefined]>([
  [{ ReadReplicaSourceDBInstanceIdentifier: 'main' }, 'is a read replica of main'],
  [{ ReadReplicaSourceDBClusterIdentifier: 'main' }, 'is a read replica of main'],
  [{ ReadReplicaDBInstanceIdentifiers: ['copy'] }, 'has the read replica copy'],
  [{ ReadReplicaDBClusterIdentifiers: ['copy'] }, 'has the read replica copy'],
  [{ ReadReplicaDBInstanceIdentifiers: [] }, undefined],
  [{ DBClusterIdentifier: 'shop' }, 'put the cluster on a schedule'],
  [{ Engine: 'sqlserver-se', MultiAZ: true }, 'SQL Server in a multi-AZ deployment'],
  [{ Engine: 'custom-sqlserver-ee', MultiAZ: true }, 'SQL Server in a multi-AZ deployment'],
  [{ Engine: 'sqlserver-se', MultiAZ: false }, undefined],
  [{ Engine: 'mysql', MultiAZ: true }, undefined],
  [{ Engine: 'custom-oracle-ee' }, 'RDS Custom'],
  [{ DBInstanceStatus: 'inaccessible-encryption-credentials' }, 'a person has to look at'],
  [{ DBInstanceStatus: 'incompatible-network' }, 'a person has to look at'],
])('a DB instance of %j is refused with the reason: %s', (odd, reason) => {
  const { refusal } = fromDbInstance({ ...instance, ...odd }, region)!;
  if (reason === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(reason);
});

test.each<[Partial<RdsCluster>, string | undefined]>([
  [{}, undefined],
  [{ Engine: 'postgres' }, 'multi-AZ DB cluster'],
  [{ Engine: 'neptune' }, 'is of neptune'],
  [{ Engine: 'docdb' }, 'is of docdb'],
  [{ EngineMode: 'serverless' }, 'Serverless v1'],
  [{ EngineMode: 'multimaster' }, 'several writers'],
  [{ EngineMode: 'global' }, 'global database'],
  [{ GlobalClusterIdentifier: 'world' }, 'global database world'],
  [{ ReplicationSourceIdentifier: 'main' }, 'replica of main'],
  [{ ReadReplicaIdentifiers: ['copy'] }, 'has the replica copy'],
])('a DB cluster of %j is refused with the reason: %s', (odd, reason) => {
  const { refusal } = fromDbCluster({ ...cluster, ...odd }, region)!;
  if (reason === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(reason);
});
