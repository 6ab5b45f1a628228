import { parseAccounts } from '@groundcrew/account/file';
import type { FaultOptions } from '@groundcrew/local';
import { expect, inject, test } from 'vitest';
import { parseSchedule } from '../file/index.ts';
import { MINUTE_MS } from '../time/index.ts';
import type { CopiedAccounts } from './copied-accounts.ts';
import { rehearseSchedule } from './rehearse-schedule.ts';

const accountId = '111122223333';
const startMs = Date.parse('2027-01-04T00:00:00Z');
const on = { tags: { Schedule: 'half' } };
const long = { tags: { Schedule: 'long' } };
const lists = {
  instances: [
    { id: 'i-00000001', type: 't3.micro', ...on },
    { id: 'i-00000002', type: 't3.micro', tags: { Schedule: 'hal' } },
  ],
  dbInstances: [
    { name: 'shop', ...long },
    { name: 'ledger', ...long },
    { name: 'copy', replicaOf: 'shop', ...long },
    { name: 'books', ...on },
  ],
  dbClusters: [{ name: 'orders', ...on }],
  autoScalingGroups: [{ name: 'web', min: 1, desired: 2, max: 4, ...on }],
};
const copied = (): CopiedAccounts => ({
  accounts: parseAccounts({
    accounts: [{ id: accountId, regions: { 'eu-west-1': structuredClone(lists) } }],
  }),
  regions: new Map([[accountId, ['eu-west-1']]]),
  takenAt: '2027-01-03T00:00:00Z',
  resources: 8,
  unknown: 0,
  notes: [],
});

const file = parseSchedule(
  `version: 1
zone: UTC
schedules:
  half: { windows: [{ days: daily, from: 06:00, to: 12:00 }] }
  long: { windows: [{ dates: 2027-01-13, from: 06:00, to: 12:00 }] }
limits: { stopPercent: 100 }
`,
  { file: 'schedule.yaml' },
);

/** Ten days: stopped for longer than RDS leaves it so. */
const rehearse = (intervalMinutes: number, faults?: FaultOptions, days = 10) =>
  rehearseSchedule({
    file,
    calendars: new Map(),
    copied: copied(),
    startMs,
    days,
    intervalMs: intervalMinutes * MINUTE_MS,
    faults,
    signal: AbortSignal.timeout(60_000),
  });

test('what RDS starts by itself is stopped again, groups come back, and what cannot be stopped is late', async () => {
  const rehearsal = await rehearse(30);
  const of = (id: string) => rehearsal.transitions.filter(({ resource }) => resource.id === id);
  expect(of('web').map(({ action }) => action)).toEqual([
    'stop',
    ...Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 'start' : 'stop')),
  ]);
  for (const id of ['i-00000001', 'books', 'orders']) expect(of(id)).toHaveLength(21);
  // Stopped at once, and again when RDS has started it on the seventh day; one window.
  expect(of('ledger').map(({ action, because }) => [action, because])).toEqual([
    ['stop', expect.stringContaining('long: off')],
    ['start', 'its service started it'],
    ['stop', expect.stringContaining('long: off')],
    ['start', expect.stringContaining('long: on')],
    ['stop', expect.stringContaining('long: off')],
  ]);
  // A replica keeps its source from being stopped, too; at the window and at the end.
  expect(rehearsal.late.map(({ resource }) => resource.id)).toEqual(['shop', 'copy', 'shop', 'copy']);
  expect(rehearsal.late[0]).toMatchObject({ wanted: 'off', why: expect.stringContaining('replica') });
  expect(rehearsal.undetermined).toBe(1);
  expect(rehearsal.runs).toBe(10 * 48);
  const web = rehearsal.hours.find(({ resource }) => resource.id === 'web')!;
  expect(web.unscheduledMs).toBe(10 * 24 * 60 * MINUTE_MS);
  expect(web.onMs).toBe(10 * 6 * 60 * MINUTE_MS + 30 * MINUTE_MS);
});

test('the runs that are not made would have found nothing to do: with all of them the result is the same', async () => {
  const days = inject('effort') === 1 ? 10 : 3;
  // Faults that never occur: every run is made.
  expect(await rehearse(90, {}, days)).toEqual(await rehearse(90, undefined, days));
});

test('several accounts and regions are looked at by each run', async () => {
  const regions = ['eu-west-1', 'us-east-1'];
  const instance = (id: string) => ({ instances: [{ id, type: 't3.micro', ...on }] });
  const accounts = ['111122223333', '444455556666'].map((id, account) => ({
    id,
    regions: Object.fromEntries(regions.map((name, at) => [name, instance(`i-000000${account}${at}`)])),
  }));
  const rehearsal = await rehearseSchedule({
    file,
    calendars: new Map(),
    copied: {
      ...copied(),
      accounts: parseAccounts({ accounts }),
      regions: new Map(accounts.map(({ id }) => [id, regions])),
    },
    startMs,
    days: 1,
    intervalMs: 30 * MINUTE_MS,
    signal: AbortSignal.timeout(60_000),
  });
  expect(rehearsal).toMatchObject({ examined: 4, started: 4, stopped: 8, late: [], undetermined: 0 });
  expect(rehearsal.requests.get('ec2:DescribeInstances')).toBe(4 * 48);
  // The names of the regions, once for each account.
  expect(rehearsal.requests.get('ec2:DescribeRegions')).toBe(2 * 48);
});
