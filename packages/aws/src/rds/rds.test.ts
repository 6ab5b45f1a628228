import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBInstanceCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createRds, createRdsClient, type RdsBucket } from './index.ts';

const mock = mockClient(RDSClient);
afterAll(() => mock.restore());
beforeEach(() => mock.reset());
const log: string[] = [];
const rds = createRds({
  client: createRdsClient({ region: 'eu-west-1' }),
  limiter: {
    take: async (bucket: RdsBucket) => void log.push(bucket),
    throttled: () => undefined,
  },
  sleep: async () => undefined,
});
const named = (name: string) => Object.assign(new Error(name), { name });

test('all pages of DB instances and DB clusters are listed', async () => {
  mock
    .on(DescribeDBInstancesCommand, { MaxRecords: 100 })
    .resolves({ DBInstances: [{ DBInstanceIdentifier: 'a' }], Marker: '2' })
    .on(DescribeDBInstancesCommand, { Marker: '2' })
    .resolves({ DBInstances: [{ DBInstanceIdentifier: 'b' }] })
    .on(DescribeDBClustersCommand)
    .resolves({ DBClusters: [{ DBClusterIdentifier: 'c' }] });
  const instances = await collectPages(rds.describeInstances());
  expect(instances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier)).toEqual(['a', 'b']);
  expect(await collectPages(rds.describeClusters())).toEqual([{ DBClusterIdentifier: 'c' }]);
});

test('a name that does not exist is none', async () => {
  mock
    .on(DescribeDBInstancesCommand, { DBInstanceIdentifier: 'a' })
    .rejects(named('DBInstanceNotFoundFault'));
  mock.on(DescribeDBClustersCommand, { DBClusterIdentifier: 'a' }).rejects(named('DBClusterNotFoundFault'));
  expect(await collectPages(rds.describeInstances('a'))).toEqual([]);
  expect(await collectPages(rds.describeClusters('a'))).toEqual([]);
});

test('a failure has the name that RDS gives it, and a start is not tried again', async () => {
  mock.on(StartDBInstanceCommand).rejects(named('InsufficientDBInstanceCapacity'));
  mock.on(StopDBClusterCommand).rejects(named('InvalidDBClusterStateFault'));
  mock.on(DescribeDBClustersCommand).rejects(named('AccessDenied'));
  await expect(rds.start('instance', 'a')).rejects.toMatchObject({
    code: 'aws-rds.start-failed',
    details: { awsError: 'InsufficientDBInstanceCapacity' },
  });
  await expect(rds.stop('cluster', 'c')).rejects.toMatchObject({
    code: 'aws-rds.stop-failed',
    details: { awsError: 'InvalidDBClusterStateFault' },
  });
  await expect(collectPages(rds.describeClusters())).rejects.toMatchObject({
    code: 'aws-rds.describe-clusters-failed',
  });
  expect(mock.commandCalls(StartDBInstanceCommand)).toHaveLength(1);
  expect(log.filter((bucket) => bucket === 'change')).toHaveLength(2);
});

test('an aborted call rejects with the reason of its signal', async () => {
  const reason = new Error('over');
  const signal = AbortSignal.abort(reason);
  mock.on(StartDBInstanceCommand).rejects(named('AbortError'));
  await expect(rds.start('instance', 'a', { signal })).rejects.toBe(reason);
});
