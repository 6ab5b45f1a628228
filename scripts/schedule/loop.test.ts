import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeInstancesCommand, EC2Client, StartInstancesCommand } from '@aws-sdk/client-ec2';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const region = 'ap-northeast-2';
const schedule = `version: 1
zone: Asia/Seoul
schedules:
  office-hours:
    windows: [{ days: mon-fri, from: 08:00, to: 20:00 }]
rules:
  - { match: { tag: { Env: dev } }, schedule: office-hours }
groups:
  shop:
    order: [{ tag: { Role: database } }, { tag: { Role: web } }]
`;
const onSchedule = { Schedule: 'office-hours' };
const instances = [
  { id: 'i-00000001', name: 'db', type: 't3.micro', tags: { ...onSchedule, Role: 'database' } },
  { id: 'i-00000002', name: 'web', type: 't3.micro', tags: { Env: 'dev', Role: 'web' } },
  { id: 'i-00000003', name: 'other', type: 't3.micro' },
  { id: 'i-00000004', name: 'spot', type: 't3.micro', lifecycle: 'spot', tags: onSchedule },
  { id: 'i-00000005', name: 'typo', type: 't3.micro', tags: { Schedule: 'office-hour' } },
  { id: 'i-00000006', name: 'full', type: 't3.micro', tags: onSchedule, startFault: 'capacity' },
  {
    id: 'i-00000007',
    name: 'member',
    type: 't3.micro',
    tags: { ...onSchedule, 'aws:autoscaling:groupName': 'web' },
  },
];
const night = () => Date.parse('2027-01-04T20:30:00+09:00');
const morning = () => Date.parse('2027-01-05T08:00:00+09:00');

async function open(startMs = 20, fleet: readonly object[] = instances) {
  const local = await startLocal({
    region,
    accounts: parseAccounts({
      accounts: [{ id: '111122223333', alias: 'shop', regions: { [region]: { instances: fleet } } }],
    }),
    instanceDelays: { startMs, stopMs: 20 },
  });
  onTestFinished(() => local.close());
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const folder = await temporaryFolder();
  const path = join(folder, 'schedule.yaml');
  await writeFile(path, schedule);
  const client = new EC2Client({ maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return {
    local,
    client,
    path,
    file: (name: string) => join(folder, name),
    async states() {
      const { Reservations = [] } = await client.send(new DescribeInstancesCommand({}));
      return Object.fromEntries(
        Reservations.flatMap(({ Instances = [] }) => Instances).map(({ InstanceId, State }) => [
          InstanceId!.at(-1),
          State?.Name,
        ]),
      );
    },
  };
}

test('plan, apply and undo: what is on a schedule is stopped at night, and everything is put back', async () => {
  const { path, file, states, local } = await open();
  const before = await states();
  const plan = file('tonight.json');
  const planned = await groundcrew(['schedule', 'plan', path, '--out', plan], { now: night });
  expect(planned).toMatchObject({ code: 0 });
  expect(planned.out).toContain('office-hours: off since 2027-01-04 20:00');
  expect(planned.out).toContain(
    'has Schedule="office-hour", but there is no schedule of that name; did you mean office-hours?',
  );
  expect(planned.out).toContain('is a spot instance');
  expect(planned.out).toContain('is a member of the Auto Scaling group web');
  expect(planned.out).toContain('3 changes on 3 of 7 resources');
  expect(planned.out).toContain('3 resources left for you to decide');
  expect(await states()).toEqual(before);

  const checked = await groundcrew(['schedule', 'apply', plan], { now: night });
  expect(checked).toMatchObject({ code: 0 });
  expect(checked.out).toContain('Nothing was changed.');

  const applied = await groundcrew(['schedule', 'apply', plan, '--apply', '--yes'], { now: night });
  expect(applied).toMatchObject({ code: 0 });
  expect(applied.out).toContain(`groundcrew schedule undo ${plan}.journal --apply`);
  expect(await states()).toEqual({ ...before, 1: 'stopped', 2: 'stopped', 6: 'stopped' });
  // The web before its database, which it needs.
  const stops = local.calls().filter(({ action }) => action === 'ec2:StopInstances');
  const ends = stops.map(({ resource }) => resource.at(-1));
  expect(ends.indexOf('2')).toBeLessThan(ends.indexOf('1'));

  const again = await groundcrew(['schedule', 'plan', path, '--output', 'json'], { now: night });
  expect(JSON.parse(again.out)).toMatchObject({ changes: [] });

  const undone = await groundcrew(['schedule', 'undo', `${plan}.journal`, '--apply', '--yes'], {
    now: night,
  });
  // One has no capacity to be started again: that is reported, and the others are started.
  expect(undone).toMatchObject({ code: 3 });
  expect(undone.out).toContain('InsufficientInstanceCapacity');
  expect(await states()).toEqual({ ...before, 6: 'stopped' });
});

test('one that has no capacity does not keep the others from being started', async () => {
  const { path, file, states } = await open();
  const [tonight, tomorrow] = [file('tonight.json'), file('tomorrow.json')];
  await groundcrew(['schedule', 'plan', path, '--out', tonight], { now: night });
  await groundcrew(['schedule', 'apply', tonight, '--apply', '--yes'], { now: night });
  await groundcrew(['schedule', 'plan', path, '--out', tomorrow], { now: morning });
  const { code, out } = await groundcrew(
    ['schedule', 'apply', tomorrow, '--apply', '--yes', '--output', 'json'],
    { now: morning },
  );
  expect(code).toBe(3);
  expect(out).toContain('InsufficientInstanceCapacity');
  expect(await states()).toMatchObject({ 1: 'running', 2: 'running', 6: 'stopped' });
});

test('one that falls back, as its key may not be used, is not reported as started', async () => {
  const fleet = [
    { id: 'i-00000001', type: 't3.micro', state: 'stopped', tags: onSchedule },
    { id: 'i-00000002', type: 't3.micro', state: 'stopped', tags: onSchedule, startFault: 'kms' },
  ];
  const { path, file, states } = await open(20, fleet);
  await groundcrew(['schedule', 'plan', path, '--out', file('p.json')], { now: morning });
  const words = ['schedule', 'apply', file('p.json'), '--apply', '--yes', '--output', 'json'];
  const { code, out } = await groundcrew(words, { now: morning, sleep: async () => undefined });
  expect(await states()).toEqual({ 1: 'running', 2: 'stopped' });
  expect(code).toBe(3);
  const { changes } = JSON.parse(out) as { readonly changes: readonly Readonly<Record<string, string>>[] };
  expect(changes.map(({ id, status }) => [id, status])).toEqual([
    ['instance/i-00000001', 'done'],
    ['instance/i-00000002', 'unverified'],
  ]);
});

test('a plan is refused once somebody has changed what it is about, and caps hold', async () => {
  const { path, file, client } = await open(60_000);
  const [tonight, tomorrow] = [file('tonight.json'), file('tomorrow.json')];
  await groundcrew(['schedule', 'plan', path, '--out', tonight], { now: night });
  const capped = await groundcrew(['schedule', 'apply', tonight, '--apply', '--yes', '--max-percent', '10'], {
    now: night,
  });
  expect(capped.code).toBe(1);
  expect(capped.err).toContain('[plan.caps.exceeded]');
  await groundcrew(['schedule', 'apply', tonight, '--apply', '--yes'], { now: night });
  await groundcrew(['schedule', 'plan', path, '--out', tomorrow], { now: morning });
  await client.send(new StartInstancesCommand({ InstanceIds: ['i-00000001'] }));
  // It is on its way already.
  const { code, err } = await groundcrew(['schedule', 'apply', tomorrow, '--apply', '--yes'], {
    now: morning,
  });
  expect(code).toBe(1);
  expect(err).toContain('[plan.drift]');
});

test('a region that cannot be read is reported with exit code 3, and wrong usage with 2', async () => {
  const { path } = await open();
  const plan = (...more: string[]) => groundcrew(['schedule', 'plan', path, ...more], { now: night });
  expect(await plan('--regions', 'ap-northeast-9')).toMatchObject({ code: 2 });
  expect(await plan('--accounts', '111122223333')).toMatchObject({ code: 2 });
  const partial = await plan('--regions', `${region},af-south-1`);
  expect(partial.code).toBe(3);
  expect(partial.err).toContain('Not read: af-south-1');
});

test('plans of other kinds are refused', async () => {
  const { path, file } = await open();
  const plan = file('tonight.json');
  await groundcrew(['schedule', 'plan', path, '--out', plan], { now: night });
  const { code, err } = await groundcrew(['tags', 'apply', plan]);
  expect(code).toBe(2);
  expect(err).toContain('is of kind "schedule"');
});

test('why shows the schedule of an instance, by what, and what comes next', async () => {
  const { path, file, states } = await open();
  const why = (id: string, ...more: string[]) =>
    groundcrew(['schedule', 'why', id, path, '--output', 'json', ...more], { now: night });
  expect(JSON.parse((await why('i-00000002')).out)).toMatchObject({
    resource: {
      id: 'i-00000002',
      state: 'running',
      schedule: 'office-hours',
      by: 'rules[0]',
      wanted: 'off',
      action: 'stop it',
      because: 'office-hours: off since 2027-01-04 20:00',
    },
    next: [
      { weekday: 'tue', local: '2027-01-05 08:00', wanted: 'on', windows: 'mon-fri 08:00 to 20:00' },
      { local: '2027-01-05 20:00', wanted: 'off' },
      { local: '2027-01-06 08:00', wanted: 'on' },
    ],
  });
  expect(JSON.parse((await why('i-00000003')).out)).toMatchObject({
    resource: { schedule: 'none', action: 'leave it alone' },
    next: [],
  });
  expect(JSON.parse((await why('i-00000004')).out)).toMatchObject({
    resource: {
      action: 'leave it as it is',
      refusal: expect.stringContaining('is a spot instance') as string,
    },
  });
  expect((await why('i-0000000f')).code).toBe(1);
  expect((await why('웹')).code).toBe(2);
  await groundcrew(['schedule', 'plan', path, '--out', file('p.json')], { now: night });
  await groundcrew(['schedule', 'apply', file('p.json'), '--apply', '--yes'], { now: night });
  expect(await states()).toMatchObject({ 2: 'stopped' });
  expect(JSON.parse((await why('i-00000002')).out)).toMatchObject({
    resource: { state: 'stopped', action: 'leave it as it is' },
  });
});

const fleet = {
  dbInstances: [
    { name: 'shop', tags: onSchedule },
    { name: 'copy', replicaOf: 'shop-eu', tags: onSchedule },
    { name: 'shop-eu' },
    { name: 'orders-1', cluster: 'orders', tags: onSchedule },
  ],
  dbClusters: [
    { name: 'orders', tags: onSchedule },
    { name: 'three', engine: 'mysql', tags: onSchedule },
  ],
  autoScalingGroups: [
    { name: 'web', min: 1, desired: 2, max: 4, tags: onSchedule },
    { name: 'empty', min: 0, desired: 0, max: 0, tags: onSchedule },
  ],
  instances: [
    { id: 'i-00000001', type: 't3.micro', hibernation: true, tags: onSchedule },
    { id: 'i-00000002', type: 't3.micro', lifecycle: 'spot', spotType: 'persistent', tags: onSchedule },
    { id: 'i-00000003', type: 't3.micro', lifecycle: 'spot', tags: onSchedule },
  ],
};

async function openFleet(more: object = {}) {
  const local = await startLocal({
    region,
    accounts: parseAccounts({
      accounts: [{ id: '111122223333', alias: 'shop', regions: { [region]: { ...fleet, ...more } } }],
    }),
    instanceDelays: { startMs: 1, stopMs: 1 },
    databaseDelays: { startMs: 1, stopMs: 1 },
  });
  onTestFinished(() => local.close());
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const folder = await temporaryFolder();
  const path = join(folder, 'schedule.yaml');
  await writeFile(path, schedule);
  const planned = async (now: () => number) => {
    const { out } = await groundcrew(['schedule', 'plan', path, '--output', 'json'], { now });
    const { changes, findings } = JSON.parse(out) as {
      changes: { target: { resource: string }; before: unknown; after: unknown }[];
      findings: { target: { resource: string }; reason: string }[];
    };
    const nameOf = (arn: string) => arn.split(/[:/]/).at(-1)!;
    return {
      changes: Object.fromEntries(
        changes.map(({ target, before, after }) => [nameOf(target.resource), [before, after]]),
      ),
      findings: Object.fromEntries(findings.map(({ target, reason }) => [nameOf(target.resource), reason])),
    };
  };
  return { local, path, planned, file: (name: string) => join(folder, name) };
}

test('databases, clusters and groups are planned, stopped and put back value for value, and others are refused', async () => {
  const { local, path, planned, file } = await openFleet();
  const sizes = { min: 1, desired: 2, max: 4 };
  const stopped = { min: 0, desired: 0, max: 0 };
  const first = await planned(night);
  expect(first.changes).toEqual({
    shop: ['running', 'stopped'],
    orders: ['running', 'stopped'],
    web: [sizes, stopped],
    'i-00000001': ['running', 'stopped'],
    'i-00000002': ['running', 'stopped'],
  });
  expect(first.findings).toEqual({
    copy: expect.stringContaining('is a read replica of shop-eu'),
    'orders-1': expect.stringContaining('member of the DB cluster orders'),
    three: expect.stringContaining('multi-AZ DB cluster'),
    'i-00000003': expect.stringContaining('spot instance of a one-time request'),
  });
  const plan = file('tonight.json');
  await groundcrew(['schedule', 'plan', path, '--out', plan], { now: night });
  const applied = await groundcrew(['schedule', 'apply', plan, '--apply', '--yes'], { now: night });
  expect(applied).toMatchObject({ code: 0 });
  expect((await planned(night)).changes).toEqual({});

  // In the morning the tag of the group has its sizes; nothing remembers those of the other.
  const morningPlan = await planned(morning);
  expect(morningPlan.changes.web).toEqual([stopped, sizes]);
  expect(morningPlan.changes.shop).toEqual(['stopped', 'running']);
  expect(morningPlan.findings.empty).toContain('nothing remembers others');

  const undone = await groundcrew(['schedule', 'undo', `${plan}.journal`, '--apply', '--yes'], {
    now: night,
  });
  expect(undone).toMatchObject({ code: 0 });
  expect((await planned(night)).changes).toEqual(first.changes);
  const actions = new Set(local.calls().map(({ action }) => action));
  expect(actions).toContain('autoscaling:CreateOrUpdateTags');
});

test('why shows who stopped a database and which sizes a group has, and that CloudTrail may not be read', async () => {
  const { path, file } = await openFleet();
  const plan = file('tonight.json');
  await groundcrew(['schedule', 'plan', path, '--out', plan], { now: night });
  await groundcrew(['schedule', 'apply', plan, '--apply', '--yes'], { now: night });
  const now = () => Date.now() + 1000;
  const why = await groundcrew(['schedule', 'why', 'shop', path, '--output', 'json'], { now });
  const { resource, changes } = JSON.parse(why.out) as {
    resource: Record<string, string>;
    changes: { call: string; by: string }[];
  };
  expect(resource).toMatchObject({
    state: 'stopped',
    changedBy: expect.stringMatching(/^root at .*StopDBInstance/),
  });
  expect(changes).toMatchObject([{ call: 'StopDBInstance', by: 'root' }]);
  const group = await groundcrew(['schedule', 'why', 'web', path], { now });
  expect(group.out).toContain('min=0 desired=0 max=0, remembered: min=1 desired=2 max=4');
  expect(await groundcrew(['schedule', 'why', 'none', path], { now })).toMatchObject({ code: 1 });
});

test('where CloudTrail may not be read, why notes that', async () => {
  const { path } = await openFleet({ denied: ['cloudtrail'] });
  const { out, code } = await groundcrew(['schedule', 'why', 'shop', path], { now: night });
  expect(code).toBe(0);
  expect(out).toMatch(/Who started or stopped it may not be read: .*cloudtrail:LookupEvents/s);
});
