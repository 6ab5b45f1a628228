import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const [region, id] = ['eu-west-1', '111122223333'];
const now = () => Date.parse('2027-03-01T09:30:00Z');
const schedule = `version: 1
zone: Europe/Berlin
schedules:
  office: { windows: [{ days: mon-fri, from: 08:00, to: 20:00 }] }
limits: { stopPercent: 100 }
`;
const office = { tags: { Schedule: 'office' } };

/** A snapshot of an account with these instances, and what else is listed; and a schedule file. */
async function open(instances: readonly object[], text = schedule, lists?: object) {
  const local = await startLocal({
    region,
    accounts: parseAccounts({ accounts: [{ id, regions: { [region]: { instances, ...lists } } }] }),
  });
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const folder = await temporaryFolder();
  const file = (name: string) => join(folder, name);
  await writeFile(file('schedule.yaml'), text);
  const types = lists === undefined ? ['--types', 'ec2:instance'] : [];
  await groundcrew(['account', 'collect', file('account.gz'), ...types]);
  await groundcrew(['tags', 'collect', file('tags.json'), '--types', 'ec2:instance']);
  await local.close();
  const words = ['schedule', 'rehearse', file('schedule.yaml'), '--from', file('account.gz')];
  const rehearse = (...more: string[]) => groundcrew([...words, ...more], { now });
  return { file, rehearse };
}

interface Rehearsed {
  readonly summary: Readonly<Record<string, number>>;
  readonly hours: readonly object[];
  readonly late: readonly Readonly<Record<string, string>>[];
  readonly problems: readonly { readonly message: string }[];
  readonly failures: readonly Readonly<Record<string, string>>[];
  readonly changes: readonly object[];
  readonly transitions: readonly object[];
  readonly requests: readonly { readonly action: string; readonly calls: number }[];
  readonly notes: readonly string[];
}

async function rehearsed(
  run: Promise<{ readonly code: number | undefined; readonly out: string; readonly err: string }>,
) {
  const { code, out, err } = await run;
  expect(out, err).toMatch(/^\{/);
  return { code, report: JSON.parse(out) as Rehearsed };
}

test('a week on a copy starts and stops at the windows of the schedule, and nothing else', async () => {
  const { rehearse } = await open([
    { id: 'i-00000001', type: 't3.micro', ...office },
    { id: 'i-00000002', type: 't3.micro', state: 'stopped', ...office },
    { id: 'i-00000003', type: 't3.micro' },
  ]);
  const { code, report } = await rehearsed(rehearse('--output', 'json'));
  expect(code).toBe(0);
  // Monday 00:00 UTC is 01:00 in Berlin: what runs is stopped, then five days of twelve hours.
  expect(report.summary).toMatchObject({
    resources: 3,
    scheduled: 2,
    runs: 7 * 288,
    failedRuns: 0,
    started: 10,
    stopped: 11,
    late: 0,
  });
  expect(report.hours).toEqual([
    {
      schedule: 'office',
      type: 'ec2:instance',
      count: 2,
      nowHours: 168,
      // The first stop is seen by the run after it.
      onHours: 120.08,
      changeHours: -47.92,
    },
  ]);
  expect(report.changes.slice(0, 3)).toMatchObject([
    { local: '2027-03-01 01:00', action: 'stop', count: 1, seen: '01:05' },
    { local: '2027-03-01 08:00', action: 'start', count: 2, seen: '08:05' },
    { local: '2027-03-01 20:00', action: 'stop', count: 2, because: expect.stringContaining('office: off') },
  ]);
  expect(report.transitions).toHaveLength(21);
  expect(report).toMatchObject({ late: [], problems: [], failures: [] });
  // Each of all runs describes each type once.
  expect(report.requests).toContainEqual({ action: 'ec2:DescribeInstances', calls: 2016 });
  expect(report.requests).toContainEqual({ action: 'ec2:StartInstances', calls: 5 });
  expect(report.notes).toContain('The snapshot does not list rds:db, rds:cluster, autoscaling:group.');
});

test('what cannot be stopped is where it should not be, with why, and an unknown schedule is a problem', async () => {
  const { rehearse } = await open([
    { id: 'i-00000001', type: 'm1.small', rootDevice: 'instance-store', ...office },
    { id: 'i-00000002', type: 't3.micro', tags: { ...office.tags, 'aws:autoscaling:groupName': 'web' } },
    { id: 'i-00000003', type: 't3.micro', lifecycle: 'spot', ...office },
    { id: 'i-00000004', type: 't3.micro', tags: { Schedule: 'ofice' } },
    { id: 'i-00000005', type: 't3.micro', state: 'stopping', ...office },
  ]);
  const { code, report } = await rehearsed(rehearse('--days', '2', '--output', 'json'));
  expect(code).toBe(3);
  const of = (wanted: string) => report.late.filter(({ resource }) => resource === wanted);
  expect(of('i-00000001')).toMatchObject([
    {
      local: '2027-03-01 08:00',
      wanted: 'off',
      state: 'running',
      because: expect.stringContaining('instance store'),
    },
    { local: '2027-03-02 08:00' },
    { local: '2027-03-03 01:00' },
  ]);
  expect(of('i-00000002')[0]).toMatchObject({ because: expect.stringContaining('Auto Scaling group web') });
  expect(of('i-00000003')[0]).toMatchObject({ because: expect.stringContaining('one-time') });
  expect(of('i-00000005')).toEqual([]);
  expect(report.problems.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^i-00000004 .*did you mean office\?$/),
  );
  expect(report.notes).toContainEqual(expect.stringContaining('1 spot instance'));
});

test('databases and groups of a snapshot are started and stopped, and come back as they were', async () => {
  const { rehearse } = await open([], schedule, {
    dbInstances: [
      { name: 'shop', ...office },
      { name: 'copy', replicaOf: 'shop', ...office },
      { name: 'books', status: 'stopping', ...office },
    ],
    dbClusters: [{ name: 'orders', ...office }],
    autoScalingGroups: [{ name: 'web', min: 1, desired: 2, max: 4, ...office }],
  });
  const { code, report } = await rehearsed(rehearse('--days', '2', '--output', 'json'));
  expect(code).toBe(3);
  expect(new Set(report.late.map(({ resource }) => resource))).toEqual(new Set(['shop', 'copy']));
  expect(report.problems.map(({ message }) => message)).toEqual([
    'copy should stop, and is a read replica of shop, and cannot be stopped',
    'shop should stop, and has the read replica copy, and cannot be stopped',
  ]);
  const of = (id: string) =>
    (report.transitions as readonly Readonly<Record<string, string>>[])
      .filter(({ resource }) => resource === id)
      .map(({ action }) => action);
  for (const id of ['orders', 'web']) expect(of(id)).toEqual(['stop', 'start', 'stop', 'start', 'stop']);
  expect(of('books')).toEqual(['start', 'stop', 'start', 'stop']);
  expect(report.notes.filter((note) => note.includes('does not list'))).toEqual([]);
});

test('a window that begins and ends between two runs is found', async () => {
  const { rehearse } = await open(
    [{ id: 'i-00000001', type: 't3.micro', ...office }],
    schedule.replace('from: 08:00, to: 20:00', 'from: 08:01, to: 08:04'),
  );
  const { code, report } = await rehearsed(rehearse('--days', '1', '--output', 'json'));
  expect(code).toBe(3);
  expect(report.late).toMatchObject([
    { local: '2027-03-01 08:04', wanted: 'on', because: 'no run came in time' },
  ]);
});

test('with throttles, errors and lack of capacity everything takes effect', async () => {
  const instances = Array.from({ length: 12 }, (_, at) => ({
    id: `i-${String(at).padStart(8, '0')}`,
    type: 't3.micro',
    ...office,
  }));
  const { rehearse } = await open(instances);
  const words = ['--days', '1', '--interval', '15', '--faults', '7', '--output', 'json'] as const;
  const { code, report } = await rehearsed(rehearse(...words));
  expect(report.late).toEqual([]);
  expect(code).toBe(0);
  expect(report.failures).toContainEqual(
    expect.objectContaining({ code: 'InsufficientInstanceCapacity', action: 'start' }),
  );
  expect(report.summary.waitMs).toBeGreaterThan(0);
});

test('a day of another time of the year, and a table for people', async () => {
  const { rehearse } = await open([{ id: 'i-00000001', type: 't3.micro', ...office }]);
  const { out, code } = await rehearse('--begin', '2027-03-27', '--days', '3', '--transitions');
  expect(code).toBe(0);
  expect(out).toContain('mon  2027-03-29 08:00');
  expect(out).toContain('Starts and stops of each resource');
});

test('wrong usage is refused before anything is started', async () => {
  const { rehearse, file } = await open([{ id: 'i-00000001', type: 't3.micro', ...office }]);
  for (const [words, code, message] of [
    [['--begin', '2027-02-30'], 2, '"2027-02-30" in --begin'],
    [['--days', '0'], 2, 'days'],
    [['--faults', 'latency=0.5'], 2, '"latency"'],
    [['--from', file('tags.json')], 2, 'account collect'],
    [['--from', file('schedule.yaml')], 1, 'account.snapshot'],
  ] as const) {
    const { code: found, err } = await rehearse(...words);
    expect({ words, found }).toEqual({ words, found: code });
    expect(err).toContain(message);
  }
});
