import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBClusterCommand,
  StartDBInstanceCommand,
  StopDBClusterCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { expect, onTestFinished, test } from 'vitest';
import { createMovableClock, parseAccounts, startLocal } from '../index.ts';

const region = 'eu-west-1';
const DAY_MS = 24 * 3_600_000;

async function open(lists: object) {
  const clock = createMovableClock(Date.UTC(2027, 0, 4, 20));
  const local = await startLocal({
    region,
    clock,
    accounts: parseAccounts({ accounts: [{ id: '111122223333', regions: { [region]: lists } }] }),
    databaseDelays: { startMs: 300_000, stopMs: 180_000 },
  });
  const client = new RDSClient({
    region,
    endpoint: local.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  onTestFinished(() => {
    client.destroy();
    return local.close();
  });
  const statusOf = async (name: string) => {
    const { DBInstances = [] } = await client.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }),
    );
    return DBInstances[0]!;
  };
  return { clock, client, statusOf };
}

test('an instance stops and starts with delays, and is started by itself after seven days', async () => {
  const { clock, client, statusOf } = await open({ dbInstances: [{ name: 'shop', tags: { Env: 'dev' } }] });
  expect(await statusOf('shop')).toMatchObject({
    DBInstanceStatus: 'available',
    Engine: 'postgres',
    TagList: [{ Key: 'Env', Value: 'dev' }],
  });
  await client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: 'shop' }));
  expect((await statusOf('shop')).DBInstanceStatus).toBe('stopping');
  await clock.advance(180_000);
  expect(await statusOf('shop')).toMatchObject({
    DBInstanceStatus: 'stopped',
    AutomaticRestartTime: new Date(Date.UTC(2027, 0, 11, 20)),
  });
  await clock.advance(7 * DAY_MS - 180_000);
  expect((await statusOf('shop')).DBInstanceStatus).toBe('starting');
  await clock.advance(300_000);
  expect((await statusOf('shop')).DBInstanceStatus).toBe('available');
  await client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: 'SHOP' }));
  await clock.advance(DAY_MS);
  await client.send(new StartDBInstanceCommand({ DBInstanceIdentifier: 'shop' }));
  await clock.advance(300_000);
  expect((await statusOf('shop')).DBInstanceStatus).toBe('available');
});

test('a cluster takes its members with it, which cannot be stopped alone', async () => {
  const { clock, client, statusOf } = await open({
    dbClusters: [{ name: 'orders' }],
    dbInstances: [
      { name: 'orders-1', cluster: 'orders' },
      { name: 'orders-2', cluster: 'orders' },
    ],
  });
  await expect(
    client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: 'orders-1' })),
  ).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
  await client.send(new StopDBClusterCommand({ DBClusterIdentifier: 'orders' }));
  await clock.advance(180_000);
  expect((await statusOf('orders-2')).DBInstanceStatus).toBe('stopped');
  const { DBClusters } = await client.send(new DescribeDBClustersCommand({}));
  expect(DBClusters).toMatchObject([
    { Status: 'stopped', DBClusterMembers: [{ IsClusterWriter: true }, {}] },
  ]);
  await client.send(new StartDBClusterCommand({ DBClusterIdentifier: 'orders' }));
  expect((await statusOf('orders-1')).DBInstanceStatus).toBe('starting');
});

test.each([
  ['DBInstanceNotFoundFault', new StartDBInstanceCommand({ DBInstanceIdentifier: 'none' })],
  ['DBClusterNotFoundFault', new StopDBClusterCommand({ DBClusterIdentifier: 'none' })],
  ['InvalidDBInstanceStateFault', new StartDBInstanceCommand({ DBInstanceIdentifier: 'busy' })],
  ['InvalidDBInstanceStateFault', new StopDBInstanceCommand({ DBInstanceIdentifier: 'busy' })],
  ['InvalidDBInstanceStateFault', new StopDBInstanceCommand({ DBInstanceIdentifier: 'main' })],
  ['InvalidDBInstanceStateFault', new StopDBInstanceCommand({ DBInstanceIdentifier: 'copy' })],
  ['InvalidDBInstanceStateFault', new StopDBInstanceCommand({ DBInstanceIdentifier: 'windows' })],
  ['InsufficientDBInstanceCapacityFault', new StartDBInstanceCommand({ DBInstanceIdentifier: 'full' })],
  ['KMSKeyNotAccessibleFault', new StartDBInstanceCommand({ DBInstanceIdentifier: 'locked' })],
  ['InvalidDBClusterStateFault', new StopDBClusterCommand({ DBClusterIdentifier: 'three' })],
  ['InvalidDBClusterStateFault', new StopDBClusterCommand({ DBClusterIdentifier: 'world' })],
  ['InvalidParameterValue', new DescribeDBInstancesCommand({ MaxRecords: 5 })],
  ['InvalidParameterValue', new DescribeDBInstancesCommand({ Filters: [{ Name: 'engine', Values: ['a'] }] })],
])('%s is what RDS would refuse with', async (name, command) => {
  const { client } = await open({
    dbInstances: [
      { name: 'busy', status: 'backing-up' },
      { name: 'main' },
      { name: 'copy', replicaOf: 'main' },
      { name: 'windows', engine: 'sqlserver-se', multiAz: true },
      { name: 'full', status: 'stopped', startFault: 'capacity' },
      { name: 'locked', status: 'stopped', startFault: 'kms' },
    ],
    dbClusters: [
      { name: 'three', engine: 'mysql' },
      { name: 'world', globalCluster: 'earth' },
    ],
  });
  await expect(client.send(command as StopDBInstanceCommand)).rejects.toMatchObject({ name });
});

test('an instance is listed once over pages', async () => {
  const names = Array.from({ length: 45 }, (_, index) => `db-${index}`);
  const { client } = await open({ dbInstances: names.map((name) => ({ name })) });
  const found: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new DescribeDBInstancesCommand({ MaxRecords: 20, Marker }));
    found.push(...page.DBInstances!.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier));
    Marker = page.Marker;
  } while (Marker);
  expect(found).toEqual(names);
});

test.each([
  [{ dbInstances: [{ name: 'a' }, { name: 'a' }] }, 'unique'],
  [{ dbInstances: [{ name: 'a', cluster: 'b' }] }, 'one of dbClusters'],
  [{ dbInstances: [{ name: 'a', replicaOf: 'b' }] }, 'one of dbInstances'],
  [{ autoScalingGroups: [{ name: 'a', min: 2, desired: 1, max: 3 }] }, 'from min, 2, to max, 3'],
])('the account file %j is refused', (lists, expected) => {
  const accounts = [{ id: '111122223333', regions: { [region]: lists } }];
  expect(() => parseAccounts({ accounts })).toThrow(expected);
});
