import { createMovableClock, startLocal } from '@groundcrew/local';
import { parseSchedule } from '@groundcrew/schedule/file';
import { createPower } from '@groundcrew/schedule/power';
import { readResources } from '@groundcrew/schedule/resources';
import { rehearseSchedule } from '@groundcrew/schedule/rehearsing';
import { createInMemoryStore, runSchedule } from '@groundcrew/schedule/running';
import { createServices } from '@groundcrew/schedule/services';
import { type FleetResource, simulateFleet, simulateYear } from '@groundcrew/schedule/simulation';
import type { BenchOptions, BenchRow } from '../bench-row.ts';

const zones = ['Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'UTC', 'Australia/Lord_Howe'];
const region = 'us-east-1';

/** A year of 10,000 resources on few and on many schedules, and one run over 10,000 instances. */
export async function benchSchedule({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const size = short ? 1_000 : 10_000;
  const rows = [20, size / 2].map((schedules) => simulated(size, schedules));
  printLine(`a run over ${size} instances …`);
  const run = await oneRun(size);
  printLine(`a week over ${size} instances, rehearsed …`);
  return [...rows, ...run, await rehearsedWeek(size)];
}

/** `count` schedules of other times and zones each. */
function fileOf(count: number) {
  const lines = Array.from({ length: count }, (_, index) => {
    const [hour, minute] = [6 + (index % 4), index % 60].map((part) => String(part).padStart(2, '0'));
    const windows = `{ days: mon-fri, from: ${hour}:${minute}, to: 20:${minute} }, { days: last fri, from: 22:00, to: 06:00 }`;
    return `  s${index}: { zone: ${zones[index % zones.length]}, windows: [${windows}] }`;
  });
  return parseSchedule(['version: 1', 'schedules:', ...lines].join('\n'), { file: 'schedule.yaml' });
}

function simulated(resources: number, schedules: number): BenchRow {
  const file = fileOf(schedules);
  const fleet = Array.from({ length: resources }, (_, index): FleetResource => {
    const id = `i-${index.toString(16).padStart(8, '0')}`;
    return {
      id,
      arn: `arn:aws:ec2:${region}:111122223333:instance/${id}`,
      type: 'ec2:instance',
      account: '111122223333',
      region,
      tags: { Schedule: `s${index % schedules}` },
    };
  });
  const before = process.cpuUsage();
  const simulations = [...file.schedules.values()].map((schedule) => simulateYear(schedule, undefined, 2027));
  const { rows } = simulateFleet(file, simulations, fleet, () => ({ perHour: 0.02, currency: 'USD' }));
  const { user, system } = process.cpuUsage(before);
  if (rows.length !== schedules) throw new Error(`${rows.length} schedules have resources, not ${schedules}`);
  const value = (user + system) / 1e6;
  return {
    name: `a year of ${resources} resources on ${schedules} schedules`,
    value,
    unit: 'CPU-s',
    target: '≤ 2',
    met: value <= 2,
  };
}

/** One run that stops all of its instances, at the rates that AWS documents for EC2, on a clock of its own. */
async function oneRun(size: number): Promise<BenchRow[]> {
  const file = parseSchedule(
    'version: 1\nzone: UTC\nschedules: { never: { windows: [{ dates: 2020-01-01, from: 08:00, to: 09:00 }] } }\nlimits: { stopPercent: 100 }\n',
    { file: 'schedule.yaml' },
  );
  const clock = createMovableClock();
  const instances = [{ count: size, type: 't3.micro', tags: { Schedule: 'never' } }];
  const local = await startLocal({
    region,
    clock,
    ec2Buckets: true,
    accounts: { accounts: [{ id: '111122223333', regions: { [region]: { instances } } }] },
  });
  const closers: (() => void)[] = [];
  try {
    const services = createServices({
      connectionTo: (_, place) => ({
        region: place,
        endpointUrl: local.endpoint,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      }),
      now: clock.now,
      sleep: (ms) => clock.advance(ms),
      onClient: (close) => closers.push(close),
    });
    const startMs = clock.now();
    const before = process.cpuUsage();
    const run = await runSchedule({
      file,
      calendars: new Map(),
      readResources: () => readResources({ regions: 'current' }, { ...services, currentRegion: region }),
      store: createInMemoryStore(),
      power: createPower({ ...services, accountOf: () => undefined }),
      notify: async () => undefined,
      now: clock.now,
    });
    const { user, system } = process.cpuUsage(before);
    if (run.stopped !== size || run.postponed > 0)
      throw new Error(`${run.stopped} of ${size} were stopped, ${run.postponed} postponed`);
    const calls = local.calls().length;
    // Pages of 1,000, a hundred ids a call, and one look at each of the three other lists.
    const fewest = Math.ceil(size / 1000) + Math.ceil(size / 100) + 3;
    const name = `a run that stops ${size} instances`;
    return [
      {
        name: `${name}: calls`,
        value: calls,
        unit: 'calls',
        ratio: calls / fewest,
        against: `the fewest possible, ${fewest}`,
        target: '≤ 1 ×',
        met: calls <= fewest,
      },
      { name: `${name}: time at half of EC2's rates`, value: (clock.now() - startMs) / 1000, unit: 's' },
      { name: `${name}: with the embedded AWS`, value: (user + system) / 1e6, unit: 'CPU-s' },
    ];
  } finally {
    for (const close of closers) close();
    await local.close();
  }
}

/** A week of runs, whose five windows start and stop everything. */
async function rehearsedWeek(size: number): Promise<BenchRow> {
  const file = parseSchedule(
    'version: 1\nzone: UTC\nschedules: { office: { windows: [{ days: mon-fri, from: 08:00, to: 20:00 }] } }\nlimits: { stopPercent: 100 }\n',
    { file: 'schedule.yaml' },
  );
  const instances = [{ count: size, type: 't3.micro', tags: { Schedule: 'office' } }];
  const accounts = { accounts: [{ id: '111122223333', regions: { [region]: { instances } } }] };
  const before = process.cpuUsage();
  const rehearsal = await rehearseSchedule({
    file,
    calendars: new Map(),
    copied: {
      accounts,
      regions: new Map([['111122223333', [region]]]),
      takenAt: '2027-01-03T00:00:00Z',
      resources: size,
      unknown: 0,
      notes: [],
    },
    startMs: Date.UTC(2027, 0, 4),
    days: 7,
    intervalMs: 300_000,
    signal: AbortSignal.timeout(600_000),
  });
  const { user, system } = process.cpuUsage(before);
  if (rehearsal.started !== 5 * size || rehearsal.late.length > 0)
    throw new Error(`${rehearsal.started} were started, ${rehearsal.late.length} were late`);
  return { name: `a week over ${size} instances, rehearsed`, value: (user + system) / 1e6, unit: 'CPU-s' };
}
