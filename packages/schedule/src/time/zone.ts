import { DAY_MS } from './days.ts';

/** A time that a clock on the wall shows: milliseconds since 1970, as if the wall hung in UTC. */
export type WallMs = number;

/** The instant of a wall-clock time. */
export interface Resolved {
  readonly instantMs: number;
  /** How often clocks show it: a time that is skipped was moved by the gap; of one that is repeated this is the first. */
  readonly shown: 'once' | 'never' | 'twice';
}

/** A time zone. The only place that asks the platform's time zone data. */
export interface Zone {
  readonly name: string;
  /** Of the wall clock from UTC, in milliseconds: positive in the east. */
  offsetAt(instantMs: number): number;
  toWall(instantMs: number): WallMs;
  /** By the rule that Temporal calls `compatible`, which is also that of RFC 5545 for calendars. */
  toInstant(wallMs: WallMs): Resolved;
  /** When the offset changes, from `fromMs` (included) to `toMs` (not included). */
  changes(fromMs: number, toMs: number): readonly OffsetChange[];
}

export interface OffsetChange {
  readonly atMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** Of one year in UTC: the offset at its start, and the changes in it. */
interface OffsetYear {
  readonly offsetMs: number;
  readonly changes: readonly OffsetChange[];
}

/** No zone ever changed its offset twice within fewer days than this: Tucumán did within twelve. */
const STEP_MS = 3 * DAY_MS;

const zones = new Map<string, Zone>();

/**
 * The zone of a name of the IANA database, such as `Asia/Seoul`.
 *
 * @throws RangeError if the platform does not know it
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const made = createZone(name);
  zones.set(name, made);
  return made;
}

function createZone(name: string): Zone {
  const readOffset = offsetReader(name);
  const years = new Map<number, OffsetYear>();

  function yearOf(instantMs: number): OffsetYear {
    const year = new Date(instantMs).getUTCFullYear();
    let found = years.get(year);
    if (!found) {
      found = readYear(year, readOffset);
      years.set(year, found);
    }
    return found;
  }

  /** The stretch of time that was asked for last, within one year: a year is asked for day by day. */
  let stretch = { fromMs: 0, toMs: 0, offsetMs: 0 };

  function offsetAt(instantMs: number): number {
    if (instantMs >= stretch.fromMs && instantMs < stretch.toMs) return stretch.offsetMs;
    stretch = spanAt(instantMs, yearOf(instantMs));
    return stretch.offsetMs;
  }

  return {
    name,
    offsetAt,
    toWall: (instantMs) => instantMs + offsetAt(instantMs),
    toInstant(wallMs) {
      const before = offsetAt(wallMs - DAY_MS);
      const early = wallMs - before;
      if (wallMs + DAY_MS < stretch.toMs) return { instantMs: early, shown: 'once' };
      const after = offsetAt(wallMs + DAY_MS);
      if (before === after) return { instantMs: early, shown: 'once' };
      const late = wallMs - after;
      const isEarly = offsetAt(early) === before;
      const isLate = offsetAt(late) === after;
      if (isEarly && isLate) return { instantMs: Math.min(early, late), shown: 'twice' };
      if (isEarly) return { instantMs: early, shown: 'once' };
      if (isLate) return { instantMs: late, shown: 'once' };
      return { instantMs: early, shown: 'never' };
    },
    changes(fromMs, toMs) {
      const found: OffsetChange[] = [];
      const last = new Date(toMs).getUTCFullYear();
      for (let year = new Date(fromMs).getUTCFullYear(); year <= last; year += 1) {
        found.push(...yearOf(Date.UTC(year, 0)).changes);
      }
      return found.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    },
  };
}

/** The time around an instant, within its year in UTC, in which the offset is the same. */
function spanAt(instantMs: number, { offsetMs, changes }: OffsetYear) {
  const year = new Date(instantMs).getUTCFullYear();
  const stretch = { fromMs: Date.UTC(year, 0), toMs: Date.UTC(year + 1, 0), offsetMs };
  for (const { atMs, afterMs } of changes) {
    if (atMs > instantMs) return { ...stretch, toMs: atMs };
    stretch.fromMs = atMs;
    stretch.offsetMs = afterMs;
  }
  return stretch;
}

function readYear(year: number, readOffset: (instantMs: number) => number): OffsetYear {
  const startMs = Date.UTC(year, 0);
  const endMs = Date.UTC(year + 1, 0);
  // A change at the very start belongs to this year: its offset before is that of the last second.
  let atMs = startMs - 1000;
  let offset = readOffset(atMs);
  const offsetMs = offset;
  const changes: OffsetChange[] = [];
  while (atMs < endMs - 1000) {
    const nextMs = Math.min(atMs + STEP_MS, endMs - 1000);
    const next = readOffset(nextMs);
    if (next !== offset) {
      changes.push({ atMs: findChange(atMs, nextMs, offset, readOffset), beforeMs: offset, afterMs: next });
    }
    atMs = nextMs;
    offset = next;
  }
  return { offsetMs, changes };
}

/** The first second with another offset than `before`, which `fromMs` has and `toMs` has not. */
function findChange(
  fromMs: number,
  toMs: number,
  before: number,
  readOffset: (instantMs: number) => number,
): number {
  let [low, high] = [fromMs / 1000, toMs / 1000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readOffset(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

function offsetReader(timeZone: string): (instantMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instantMs) => {
    // 1/4/2027, 09:00:00
    const [month, day, year, hour, minute, second] = format.format(instantMs).match(/\d+/g)!.map(Number);
    return Date.UTC(year!, month! - 1, day, hour, minute, second) - instantMs;
  };
}
