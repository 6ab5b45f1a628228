import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import { DescribeInstancesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateDBInstanceReadReplicaCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { createWorkFolder, groundcrewScript, tool, toolEnvironment } from './tools.ts';

const region = 'us-east-1';
const schedule = (state: 'on' | 'off') => `version: 1
zone: UTC
schedules:
  all: { windows: [{ ${state === 'on' ? 'days: daily, from: 00:00, to: 24:00' : 'dates: 2020-01-01, from: 08:00, to: 09:00'} }] }
limits: { stopPercent: 100 }
`;
const Tags = [{ Key: 'Schedule', Value: 'all' }];
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let moto: Moto;
let clients: { ec2: EC2Client; rds: RDSClient; groups: AutoScalingClient };

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { region, endpoint: moto.endpoint, credentials };
  clients = {
    ec2: new EC2Client(config),
    rds: new RDSClient(config),
    groups: new AutoScalingClient(config),
  };
});
afterAll(async () => {
  for (const client of Object.values(clients ?? {})) client.destroy();
  await moto?.stop();
  await work.remove();
});

async function groundcrew(...words: string[]) {
  const env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
  });
  return await runCommand('node', [groundcrewScript(), 'schedule', ...words], { env, cwd: work.path });
}

async function createFleet() {
  const { ec2, rds, groups } = clients;
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      InstanceType: 't3.micro',
      MinCount: 2,
      MaxCount: 2,
      TagSpecifications: [{ ResourceType: 'instance', Tags }],
    }),
  );
  const database = { DBInstanceClass: 'db.t4g.micro', Engine: 'postgres', AllocatedStorage: 20, Tags };
  const login = { MasterUsername: 'admin1', MasterUserPassword: 'secret-password' };
  await rds.send(new CreateDBInstanceCommand({ ...database, ...login, DBInstanceIdentifier: 'shop' }));
  await rds.send(new CreateDBInstanceCommand({ ...database, ...login, DBInstanceIdentifier: 'main' }));
  await rds.send(
    new CreateDBInstanceReadReplicaCommand({
      DBInstanceIdentifier: 'copy',
      SourceDBInstanceIdentifier: 'main',
      Tags,
    }),
  );
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'orders',
      Engine: 'aurora-postgresql',
      ...login,
      Tags,
    }),
  );
  await groups.send(
    new CreateLaunchConfigurationCommand({
      LaunchConfigurationName: 'web',
      ImageId: 'ami-12c6146b',
      InstanceType: 't3.micro',
    }),
  );
  await groups.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: 'web',
      LaunchConfigurationName: 'web',
      MinSize: 1,
      DesiredCapacity: 2,
      MaxSize: 4,
      AvailabilityZones: [`${region}a`],
      Tags: [
        { ResourceId: 'web', ResourceType: 'auto-scaling-group', PropagateAtLaunch: false, ...Tags[0]! },
      ],
    }),
  );
  return Instances.map(({ InstanceId }) => InstanceId!);
}

async function statesOf(ids: readonly string[]) {
  const { ec2, rds, groups } = clients;
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [...ids] }));
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
  const { AutoScalingGroups = [] } = await groups.send(new DescribeAutoScalingGroupsCommand({}));
  return {
    instances: Reservations.flatMap(({ Instances = [] }) => Instances).map(({ State }) => State?.Name),
    databases: Object.fromEntries(
      DBInstances.map(({ DBInstanceIdentifier, DBInstanceStatus }) => [
        DBInstanceIdentifier,
        DBInstanceStatus,
      ]),
    ),
    cluster: DBClusters[0]?.Status,
    sizes: AutoScalingGroups.map(({ MinSize, DesiredCapacity, MaxSize }) => [
      MinSize,
      DesiredCapacity,
      MaxSize,
    ]),
    tags: AutoScalingGroups[0]?.Tags?.map(({ Key, Value }) => `${Key}=${Value}`).toSorted(),
  };
}

/** Plans and applies a schedule that wants everything on, or off. */
async function bring(state: 'on' | 'off') {
  const file = path.join(work.path, `${state}.yaml`);
  await writeFile(file, schedule(state));
  const plan = path.join(work.path, `${state}.json`);
  const planned = await groundcrew('plan', file, '--out', plan);
  const applied = await groundcrew('apply', plan, '--apply', '--yes');
  return { planned, applied };
}

test('instances, databases, clusters and groups of moto are stopped, started and put back', async () => {
  const ids = await createFleet();
  const before = await statesOf(ids);
  const { planned, applied } = await bring('off');
  expect(planned.stdout).toContain('is a read replica of main');
  expect(applied, applied.stderr).toMatchObject({ code: 0 });
  expect(await statesOf(ids)).toMatchObject({
    instances: ['stopped', 'stopped'],
    databases: { shop: 'stopped', main: 'available', copy: 'available' },
    cluster: 'stopped',
    sizes: [[0, 0, 0]],
    tags: ['Schedule=all', 'groundcrew:sizes=min=1 desired=2 max=4'],
  });
  const started = await bring('on');
  expect(started.applied, started.applied.stderr).toMatchObject({ code: 0 });
  const after = await statesOf(ids);
  expect(after).toMatchObject({
    instances: before.instances,
    databases: before.databases,
    sizes: before.sizes,
  });
  const journal = path.join(work.path, 'on.json.journal');
  const undone = await groundcrew('undo', journal, '--apply', '--yes');
  expect(undone, undone.stderr).toMatchObject({ code: 0 });
  expect(await statesOf(ids)).toMatchObject({ sizes: [[0, 0, 0]], databases: { shop: 'stopped' } });
});
