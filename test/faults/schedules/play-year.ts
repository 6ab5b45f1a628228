import { StartInstancesCommand, StopInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AutoScalingClient, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import {
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { createRandom } from '@groundcrew/async';
import { createMovableClock, startLocal } from '@groundcrew/local';
import { parseSchedule } from '@groundcrew/schedule/file';
import { intervalAt } from '@groundcrew/schedule/intervals';
import { createPower } from '@groundcrew/schedule/power';
import { readResources, type ScheduledResource } from '@groundcrew/schedule/resources';
import { createInMemoryStore, runSchedule } from '@groundcrew/schedule/running';
import { createServices } from '@groundcrew/schedule/services';
import { zoneOf } from '@groundcrew/schedule/time';
import { Killed, throttled, withFaults } from './faulty-services.ts';
import { createFleet, region, scheduleText } from './scenario.ts';

export interface PlayedYear {
  readonly seed: number;
  /** What was not as scheduled at the end of an interval. */
  readonly wrong: readonly string[];
  readonly events: {
    readonly runs: number;
    readonly kills: number;
    readonly throttles: number;
    readonly people: number;
    readonly faults: number;
    readonly looked: number;
    readonly databaseStops: number;
    /** How often it was looked whether what a person did was left. */
    readonly leftByHand: number;
  };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The end of an interval is calm for the longest backoff and some runs. */
const CALM_MS = 5 * HOUR_MS;
/** How long a seed is played by default: two weeks without a window and a change of the clock are in some of them. */
export const SEED_DAYS = 42;
const file = parseSchedule(scheduleText, { file: 'schedule.yaml' });

interface History {
  readonly key: string;
  readonly schedule: string;
  /** When a person touched it last. */
  personMs: number;
  /** What they made of it; `undefined`: that can't be known to have taken effect, or to be known to runs. */
  personState: 'running' | 'stopped' | undefined;
  /** When a run could last see it as its schedule wants it: RDS does not return since when a database runs. */
  asWantedMs: number;
}

/** Plays days of runs against the embedded AWS, from a week of the year that the seed draws, with its kills, throttles, faults and people. */
export async function playYear(seed: number, days: number): Promise<PlayedYear> {
  const random = createRandom(seed);
  // On a Wednesday: the first interval is not about to end.
  const startMs = Date.UTC(2026, 9, 28, 12) + ((seed * 37) % 52) * 7 * DAY_MS;
  const clock = createMovableClock(startMs);
  const fleet = createFleet();
  const local = await startLocal({ region, clock, accounts: fleet.accounts });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const config = { region, endpoint: local.endpoint, credentials, maxAttempts: 1 };
  const people = {
    ec2: new EC2Client(config),
    rds: new RDSClient(config),
    groups: new AutoScalingClient(config),
  };
  const events = {
    runs: 0,
    kills: 0,
    throttles: 0,
    people: 0,
    faults: 0,
    looked: 0,
    databaseStops: 0,
    leftByHand: 0,
  };
  const closers: (() => void)[] = [];
  let isCalm = false;
  const onCall = () => {
    if (isCalm) return;
    const chance = random();
    if (chance < 0.02) {
      events.kills += 1;
      throw new Killed('killed');
    }
    if (chance < 0.04) {
      events.throttles += 1;
      throw throttled();
    }
  };
  // The buckets are full at each call: the year is played in seconds.
  let limiterMs = 0;
  const plain = createServices({
    connectionTo: (_, place) => ({ region: place, endpointUrl: local.endpoint, credentials }),
    now: () => (limiterMs += HOUR_MS),
    sleep: async () => undefined,
    onClient: (close) => closers.push(close),
  });
  const services = withFaults(plain, { onCall });
  let store = createInMemoryStore();
  const lossMs = startMs + random() * 0.5 * days * DAY_MS;
  let isLost = false;

  const read = async (from = plain) =>
    await readResources({ regions: 'current' }, { ...from, currentRegion: region });
  async function run(): Promise<void> {
    events.runs += 1;
    try {
      await runSchedule({
        file,
        calendars: new Map(),
        readResources: () => read(services),
        store,
        power: createPower({ ...services, accountOf: () => undefined }),
        notify: async () => undefined,
        now: clock.now,
      });
      await noteDatabases();
    } catch (error) {
      if (!(error instanceof Killed) && !String(error).includes('throttled')) throw error;
    }
  }

  /** Notes which databases the run that is over could see as they are wanted. */
  async function noteDatabases(): Promise<void> {
    const { DBInstances = [] } = await people.rds.send(new DescribeDBInstancesCommand({}));
    for (const { DBInstanceIdentifier: id, DBInstanceStatus: status } of DBInstances) {
      const history = histories.get(`rds:db ${id}`)!;
      const { wanted } = intervalOf(history.schedule, clock.now());
      if (status === (wanted === 'on' ? 'available' : 'stopped')) history.asWantedMs = clock.now();
    }
  }

  const intervalOf = (schedule: string, atMs: number) => {
    const found = file.schedules.get(schedule)!;
    return intervalAt(found, undefined, zoneOf(found.zone), atMs);
  };
  const histories = new Map<string, History>();
  /** What a person last set of a group while it ran: it has to come back. */
  const sizes = new Map<string, string>();
  const keyOf = ({ type, id }: ScheduledResource) => `${type} ${id}`;
  for (const resource of (await read()).resources) {
    const schedule = resource.tags['Schedule']!;
    const key = keyOf(resource);
    histories.set(key, { key, schedule, personMs: 0, personState: undefined, asWantedMs: 0 });
    if (resource.sizes) sizes.set(key, JSON.stringify(resource.sizes.current));
  }

  /** Somebody starts or stops one by hand, or changes the sizes of a group that runs. */
  async function person(resource: ScheduledResource): Promise<void> {
    const isUp = resource.observed.state === 'running';
    if (!isUp && resource.observed.state !== 'stopped') return;
    const { id } = resource;
    if (resource.type === 'rds:cluster') return;
    try {
      if (resource.type === 'ec2:instance') {
        const input = { InstanceIds: [id] };
        await people.ec2.send(isUp ? new StopInstancesCommand(input) : new StartInstancesCommand(input));
      } else if (resource.type === 'rds:db') {
        const input = { DBInstanceIdentifier: id };
        await people.rds.send(isUp ? new StopDBInstanceCommand(input) : new StartDBInstanceCommand(input));
      } else {
        if (!isUp) return;
        const next = { min: 0, desired: 1 + Math.floor(random() * 3), max: 4 };
        const input = { MinSize: next.min, DesiredCapacity: next.desired, MaxSize: next.max };
        await people.groups.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: id, ...input }));
        sizes.set(keyOf(resource), JSON.stringify(next));
        events.people += 1;
        return;
      }
    } catch {
      // It is busy, or has no capacity: nobody did anything.
      return;
    }
    events.people += 1;
    const history = histories.get(keyOf(resource))!;
    history.personMs = clock.now();
    const isKnown =
      resource.type === 'ec2:instance' ||
      history.asWantedMs >= intervalOf(history.schedule, history.personMs).startMs;
    // A start that meets a key which may not be used is accepted, and falls back.
    const fallsBack = !isUp && faultOf(resource) === 'kms';
    history.personState = fallsBack || !isKnown ? undefined : isUp ? 'stopped' : 'running';
  }

  function faultOf({ id }: ScheduledResource): string | undefined {
    const { instances, databases } = fleet;
    return (instances.find((one) => one.id === id) ?? databases.find(({ name }) => name === id))?.startFault;
  }

  /** Without a table, what a person did with a database is not known any more. */
  function loseTable(): void {
    isLost = true;
    store = createInMemoryStore();
    for (const history of histories.values()) {
      history.asWantedMs = 0;
      if (history.key.startsWith('rds:')) history.personState = undefined;
    }
  }

  function drawFaults(): void {
    for (const entry of [...fleet.instances, ...fleet.databases])
      if (random() < 0.1) entry.startFault = random() < 0.5 ? 'capacity' : 'kms';
    for (const entry of fleet.groups)
      if (random() < 0.1) entry.startFault = random() < 0.5 ? 'capacity' : 'busy';
    const faulty = [...fleet.instances, ...fleet.databases, ...fleet.groups].filter((one) => one.startFault);
    events.faults += faulty.length;
  }
  function endFaults(): void {
    for (const entry of [...fleet.instances, ...fleet.databases, ...fleet.groups]) delete entry.startFault;
  }

  const wrong: string[] = [];
  async function look(endsMs: number): Promise<void> {
    for (const resource of (await read()).resources) {
      const history = histories.get(keyOf(resource))!;
      const interval = intervalOf(history.schedule, endsMs - 1);
      if (interval.endMs !== endsMs) continue;
      events.looked += 1;
      const isManual = history.schedule === 'manual' && history.personMs >= interval.startMs;
      const wanted = interval.wanted === 'on' ? 'running' : 'stopped';
      const when = `${new Date(endsMs).toISOString()} ${history.key}`;
      const { state } = resource.observed;
      if (!isManual && state !== wanted) wrong.push(`${when} is ${state}, not ${wanted}`);
      if (isManual && history.personState !== undefined) {
        events.leftByHand += 1;
        const at = new Date(history.personMs).toISOString();
        if (state !== history.personState)
          wrong.push(`${when} is ${state}, and a person made it ${history.personState} at ${at}`);
      }
      const expected = sizes.get(history.key);
      if (resource.sizes && wanted === 'running' && JSON.stringify(resource.sizes.current) !== expected)
        wrong.push(`${when} has the sizes ${JSON.stringify(resource.sizes.current)}, not ${expected}`);
    }
  }

  async function moveTo(atMs: number): Promise<void> {
    if (atMs > clock.now()) await clock.advance(atMs - clock.now());
  }

  try {
    const endMs = startMs + days * DAY_MS;
    while (clock.now() < endMs) {
      const beginsMs = clock.now();
      const ends = [...file.schedules.keys()].map((name) => intervalOf(name, beginsMs).endMs);
      const endsMs = Math.min(...ends);
      const calmMs = endsMs - CALM_MS;
      isCalm = false;
      // Often after a change, then now and then.
      for (const minutes of [0, 5, 10, 20, 45, 90]) {
        await moveTo(beginsMs + minutes * MINUTE_MS);
        if (random() < 0.9) await run();
        if (random() < 0.1) drawFaults();
      }
      for (let atMs = beginsMs + 10 * HOUR_MS; atMs < calmMs; atMs += (6 + random() * 30) * HOUR_MS) {
        await moveTo(atMs);
        if (random() < 0.3) drawFaults();
        if (random() < 0.3) endFaults();
        if (random() < 0.4) {
          const { resources } = await read();
          await person(resources[Math.floor(random() * resources.length)]!);
        }
        if (!isLost && clock.now() > lossMs && intervalOf('office', clock.now()).wanted === 'off') {
          // The table is lost while groups are stopped: their sizes are in their tags.
          loseTable();
        }
        await run();
      }
      isCalm = true;
      await moveTo(calmMs);
      endFaults();
      // RDS may start what was stopped for seven days in these hours too.
      for (const minutes of [0, 65, 130, 195, 260, 270, 280, 290]) {
        await moveTo(calmMs + minutes * MINUTE_MS);
        await run();
      }
      await moveTo(endsMs - 1000);
      await look(endsMs);
      await moveTo(endsMs);
    }
    events.databaseStops = local.calls().filter(({ action }) => action === 'rds:StopDBInstance').length;
    return { seed, wrong, events };
  } finally {
    for (const client of Object.values(people)) client.destroy();
    for (const close of closers) close();
    await local.close();
  }
}
