import type { Calendar } from '../calendar/index.ts';
import type { Schedule } from '../file/schedule.ts';
import { DAY_MS, type Day, type Zone } from '../time/index.ts';
import type { Interval, Occurrence, Omission, Wanted } from './interval.ts';
import { maxEntryDays, occurrencesOf } from './occurrences.ts';

/** How far back the last start or stop is looked for: one a year, and then some. */
const MAX_LOOK_BACK_DAYS = 800;

/**
 * What a schedule wants from `fromMs` to `toMs`, without a gap and without an overlap. The first interval begins and the
 * last one ends there, though what they are about may be longer: {@link intervalAt} has its true ends.
 */
export function intervals(
  schedule: Pick<Schedule, 'entries' | 'skip'>,
  calendar: Calendar | undefined,
  zone: Zone,
  fromMs: number,
  toMs: number,
): Interval[] {
  if (toMs <= fromMs) return [];
  const first = localDay(zone, fromMs) - maxEntryDays(schedule.entries) - 1;
  const last = localDay(zone, toMs) + 1;
  const isPoints = schedule.entries.some(({ kind }) => kind !== 'window');
  const { occurrences, omissions } = occurrencesOf(schedule, calendar, zone, first, last);
  if (!isPoints) return withOmissions(windowIntervals(occurrences, fromMs, toMs), omissions, schedule, zone);
  const before = occurrences.some(({ startMs }) => startMs <= fromMs)
    ? []
    : lastBefore(schedule, calendar, zone, first - 1);
  const points = pointIntervals([...before, ...occurrences], schedule.entries, fromMs, toMs);
  return withOmissions(points, omissions, schedule, zone);
}

function localDay(zone: Zone, instantMs: number): Day {
  return Math.floor(zone.toWall(instantMs) / DAY_MS);
}

/** Overlapping and adjoining windows are one interval: nothing is stopped to be started at once. */
function windowIntervals(occurrences: readonly Occurrence[], fromMs: number, toMs: number): Interval[] {
  const sorted = occurrences.toSorted((one, other) => one.startMs - other.startMs || one.endMs - other.endMs);
  const found: Interval[] = [];
  let atMs = fromMs;
  let merged: { startMs: number; endMs: number; because: Occurrence[] } | undefined;
  const close = () => {
    if (!merged) return;
    const startMs = Math.max(merged.startMs, fromMs);
    const endMs = Math.min(merged.endMs, toMs);
    if (startMs >= endMs) return;
    if (startMs > atMs) found.push(intervalOf(atMs, startMs, 'off'));
    found.push({ ...intervalOf(startMs, endMs, 'on'), because: merged.because });
    atMs = endMs;
  };
  for (const occurrence of sorted) {
    if (merged && occurrence.startMs <= merged.endMs) {
      merged.endMs = Math.max(merged.endMs, occurrence.endMs);
      merged.because.push(occurrence);
      continue;
    }
    close();
    merged = { startMs: occurrence.startMs, endMs: occurrence.endMs, because: [occurrence] };
  }
  close();
  if (atMs < toMs) found.push(intervalOf(atMs, toMs, 'off'));
  return found;
}

/** From each start or stop to the next. */
function pointIntervals(
  occurrences: readonly Occurrence[],
  entries: Schedule['entries'],
  fromMs: number,
  toMs: number,
): Interval[] {
  const wantedBy = ({ entry }: Occurrence): Wanted => (entries[entry]!.kind === 'start' ? 'on' : 'off');
  // Of a start and a stop at the same time, the stop is the last.
  const sorted = occurrences.toSorted(
    (one, other) =>
      one.startMs - other.startMs || Number(wantedBy(one) === 'off') - Number(wantedBy(other) === 'off'),
  );
  const found: Interval[] = [];
  let current: Interval = intervalOf(fromMs, toMs, 'any');
  for (const point of sorted) {
    if (point.startMs >= toMs) break;
    const startMs = Math.max(point.startMs, fromMs);
    if (current.startMs < startMs) found.push({ ...current, endMs: startMs });
    current = { startMs, endMs: toMs, wanted: wantedBy(point), once: true, because: [point], omitted: [] };
  }
  found.push(current);
  return found;
}

/** The last start or stop up to the day `last`, as far as it is looked for. */
function lastBefore(
  schedule: Pick<Schedule, 'entries' | 'skip'>,
  calendar: Calendar | undefined,
  zone: Zone,
  last: Day,
): readonly Occurrence[] {
  for (let end = last, days = 30; end > last - MAX_LOOK_BACK_DAYS; end -= days) {
    const { occurrences } = occurrencesOf(schedule, calendar, zone, end - days + 1, end);
    if (occurrences.length > 0) return occurrences;
  }
  return [];
}

function intervalOf(startMs: number, endMs: number, wanted: Wanted): Interval {
  return { startMs, endMs, wanted, once: false, because: [], omitted: [] };
}

/** Each omission goes to the interval in which it would have begun. */
function withOmissions(
  found: readonly Interval[],
  omissions: readonly Omission[],
  { entries }: Pick<Schedule, 'entries'>,
  zone: Zone,
): Interval[] {
  if (omissions.length === 0) return [...found];
  const placed = omissions
    .map((omission) => {
      const entry = entries[omission.entry]!;
      const minutes = entry.kind === 'window' ? entry.from : entry.at;
      return { omission, atMs: zone.toInstant(omission.day * DAY_MS + minutes * 60_000).instantMs };
    })
    .toSorted((one, other) => one.atMs - other.atMs);
  let next = 0;
  return found.map((interval) => {
    while (next < placed.length && placed[next]!.atMs < interval.startMs) next += 1;
    const omitted: Omission[] = [];
    for (; next < placed.length && placed[next]!.atMs < interval.endMs; next += 1)
      omitted.push(placed[next]!.omission);
    return omitted.length === 0 ? interval : { ...interval, omitted };
  });
}
