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
import { createRds, createRdsClient, createRdsLimiters } from './index.ts';

const mock = mockClient(RDSClient);
afterAll(() => mock.restore());
beforeEach(() => mock.reset());
const rds = createRds({
  client: createRdsClient({ region: 'eu-west-1' }),
  limiter: {
    take: async () => undefined,
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

test('a name that does not exist returns nothing', async () => {
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
  expect(mock.commandCalls(StopDBClusterCommand)).toHaveLength(1);
});

test('an aborted call rejects with the reason of its signal', async () => {
  const reason = new Error('over');
  const signal = AbortSignal.abort(reason);
  mock.on(StartDBInstanceCommand).rejects(named('AbortError'));
  await expect(rds.start('instance', 'a', { signal })).rejects.toBe(reason);
});

test('all calls share half of the documented bucket: 300 at once, then 12 a second', async () => {
  let nowMs = 0;
  const naps: number[] = [];
  const limiter = createRdsLimiters({
    now: () => nowMs,
    sleep: async (ms) => {
      naps.push(ms);
      nowMs += ms;
    },
  })('111122223333', 'eu-west-1');
  for (let call = 0; call < 150; call += 1) await limiter.take('any');
  expect(naps).toEqual([]);
  for (let call = 0; call < 6; call += 1) await limiter.take('any');
  expect(nowMs).toBeCloseTo(1000, -1);
});
