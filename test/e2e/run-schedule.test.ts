import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { stack } from '@groundcrew/functions/stacks/schedules';
import { type AccountInstance, type LocalAccount, type LocalRegion, startLocal } from '@groundcrew/local';
import { afterEach, expect, test } from 'vitest';
import { testedFunctions } from '@groundcrew/functions/testing';
import { roleUse } from '../support/role-use.ts';

const region = 'us-east-1';
const schedule = `version: 1
zone: Asia/Seoul
calendars: { ours: { extends: kr, file: days.json } }
schedules:
  never: { calendar: ours, windows: [{ days: daily, between: 2020-01-01, from: 08:00, to: 09:00 }] }
  always: { windows: [{ days: daily, from: 00:00, to: 24:00 }] }
`;
const built = await testedFunctions('thread', ['run-schedule']);

const databases: Partial<LocalRegion> = {
  dbInstances: [
    { name: 'shop', tags: { Schedule: 'never' } },
    { name: 'night', status: 'stopped', tags: { Schedule: 'always' } },
  ],
  dbClusters: [
    { name: 'orders', tags: { Schedule: 'never' } },
    { name: 'reports', status: 'stopped', tags: { Schedule: 'always' } },
  ],
  autoScalingGroups: [
    { name: 'web', min: 1, desired: 2, max: 3, tags: { Schedule: 'never' } },
    {
      name: 'batch',
      min: 0,
      desired: 0,
      max: 0,
      tags: { Schedule: 'always', 'groundcrew:sizes': 'min=0 desired=1 max=2' },
    },
  ],
};

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const instance = (id: number, Schedule: string, more: Partial<AccountInstance> = {}): AccountInstance => ({
  id: `i-0000000${id}`,
  type: 't3.micro',
  tags: { Schedule },
  ...more,
});

async function start(
  instances: readonly AccountInstance[],
  {
    file = schedule,
    lists = {},
    settings = {},
    others = [],
  }: {
    file?: string | null;
    lists?: Partial<LocalRegion>;
    settings?: Readonly<Record<string, string>>;
    others?: readonly LocalAccount[];
  } = {},
) {
  const local = await startLocal({
    stack,
    ...built,
    region,
    accounts: {
      accounts: [
        {
          id: '123456789012',
          regions: {
            [region]: { instances, ...lists },
            'eu-west-1': { instances: [instance(9, 'never')] },
          },
        },
        ...others,
      ],
    },
    settings: { ScheduleRegions: 'all', AlertAfterMinutes: '0', ...settings },
    instanceDelays: { startMs: 1, stopMs: 1 },
    databaseDelays: { startMs: 1, stopMs: 1 },
  });
  const config = {
    endpoint: local.endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const lambda = new LambdaClient(config);
  const ec2 = new EC2Client(config);
  closers.push(
    () => local.close(),
    () => s3.destroy(),
    () => lambda.destroy(),
    () => ec2.destroy(),
  );
  const Bucket = local.resources.bucketName('SchedulesBucket');
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await put('days.json', '{"2027-05-06": "Founding day"}');
  if (file !== null) await put('schedule.yaml', file);
  return {
    local,
    put,
    published: () => local.published('SchedulesTopic').map(({ message }) => message),
    async run() {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName: 'run-schedule' }),
      );
      return { failed: FunctionError !== undefined, ...(JSON.parse(Payload!.transformToString()) as object) };
    },
    async states() {
      const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
      const all = Reservations.flatMap(({ Instances = [] }) => Instances);
      return all.map(({ State }) => State!.Name);
    },
  };
}

test('a run starts and stops what is on a schedule, in every region, reports what it could not, and the next has nothing to do', async () => {
  const { run, states, published, local } = await start(
    [
      instance(1, 'never'),
      instance(2, 'always', { state: 'stopped' }),
      instance(3, 'always', { state: 'stopped', startFault: 'capacity' }),
      instance(4, 'nevr'),
      instance(5, 'none'),
      instance(6, 'never', { lifecycle: 'spot', spotType: 'persistent' }),
    ],
    { lists: databases },
  );
  expect(await run()).toMatchObject({ status: 'done', examined: 13, scheduled: 11, started: 4, stopped: 6 });
  expect(await states()).toEqual(['stopped', 'running', 'stopped', 'running', 'running', 'stopped']);
  const problems = [
    'i-00000003 could not be started: InsufficientInstanceCapacity',
    'i-00000004 has Schedule="nevr", but there is no schedule of that name; did you mean never?',
  ];
  expect(published()).toEqual([problems.join('\n')]);

  expect(await run()).toMatchObject({ status: 'done', started: 0, stopped: 0, calls: 0, problems: 2 });
  expect(published()).toHaveLength(1);
  // S3 asks for it where the file is missing; STS is for further accounts.
  const { unused, problems: found } = await roleUse(local, stack.functions[0]!);
  expect(unused).toEqual([
    expect.stringMatching(/^s3:ListBucket on /),
    'sts:AssumeRole on arn:aws:iam::*:role/groundcrew-schedules',
  ]);
  expect(found).toEqual([]);
});

test('it works in further accounts by its role there, and one that it may not enter keeps nothing from the others', async () => {
  const other = (id: string, name: string): LocalAccount => ({
    id,
    roles: [{ name, externalId: 'schedules' }],
    regions: { [region]: { dbInstances: [{ name: 'shop', tags: { Schedule: 'never' } }] } },
  });
  const { run, published, local } = await start([instance(1, 'never')], {
    settings: {
      ScheduleRegions: 'current',
      // The first is its own.
      ScheduleAccounts: '123456789012,111122223333,444455556666',
      ScheduleRole: 'office-hours',
      ScheduleExternalId: 'schedules',
    },
    others: [other('111122223333', 'office-hours'), other('444455556666', 'another')],
  });
  expect(await run()).toMatchObject({ status: 'done', examined: 2, stopped: 2 });
  expect(published()[0]).toContain('could not be read: could not');
  expect(published()[0]).toContain('444455556666');
  expect(published()[0]).not.toContain('of 123456789012 could not be read');
  const stops = local.calls().filter(({ action }) => action === 'rds:StopDBInstance');
  expect(stops.map(({ resource }) => resource)).toEqual(['arn:aws:rds:us-east-1:111122223333:db:shop']);
});

test('without a schedule file it can use, it reports once and leaves everything', async () => {
  const { run, states, published, put } = await start([instance(1, 'never')], { file: null });
  expect(await run()).toEqual({ failed: false, status: 'no-schedule' });
  await run();
  expect(published()).toEqual([expect.stringContaining('there is no schedule file at s3://')]);
  await put('schedule.yaml', schedule.replace('daily', 'dayly'));
  await run();
  expect(published()[1]).toContain('schedules.never.windows[0].days: "dayly" is not a day');
  expect(await states()).toEqual(['running']);
  await put('schedule.yaml', schedule);
  expect(await run()).toMatchObject({ status: 'done', stopped: 2 });
  expect(published()[2]).toBe('Everything is as scheduled.');
});

test('what is sent to the topic is in Korean where that is set, and again only when it changes', async () => {
  const { run, local } = await start([instance(4, 'nevr')], { settings: { ScheduleLanguage: 'ko' } });

  await run();
  await run();

  const [message, ...others] = local.published('SchedulesTopic');
  expect(message!.message.split('\n')).toContain(
    'i-00000004의 태그 Schedule="nevr": 그런 이름의 일정이 없습니다. 혹시 never입니까?',
  );
  expect(message!.subject).toMatch(/^일정: 문제 \d+건$/);
  expect(others).toEqual([]);
});
