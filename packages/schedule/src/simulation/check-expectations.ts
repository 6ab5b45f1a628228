import type { Calendar } from '../calendar/index.ts';
import { type Interval, intervals } from '../intervals/index.ts';
import { HOUR_MS, zoneOf } from '../time/index.ts';
import type { Expectation, Range } from './expectations.ts';
import { localTime } from './local-time.ts';
import { sumsOf, transitionsOf } from './simulate.ts';

/** Whether what was expected is so. */
export interface ExpectationOutcome {
  readonly expectation: Expectation;
  readonly isMet: boolean;
  /** What is expected, in words. */
  readonly expected: string;
  /** What is found in its place. */
  readonly actual: string;
}

/** One outcome for each expectation. */
export function checkExpectations(
  expectations: readonly Expectation[],
  calendars: ReadonlyMap<string, Calendar>,
): ExpectationOutcome[] {
  return expectations.flatMap((expectation) => {
    const { schedule, fromMs, toMs, is, hours, starts, stops } = expectation;
    const calendar = schedule.calendar === undefined ? undefined : calendars.get(schedule.calendar);
    const zone = zoneOf(schedule.zone);
    // A minute before, so that a start at the very beginning is one.
    const wide = intervals(schedule, calendar, zone, fromMs - 60_000, Math.max(toMs, fromMs + 1));
    const all = wide
      .filter(({ endMs }) => endMs > fromMs)
      .map((each) => ({ ...each, startMs: Math.max(each.startMs, fromMs) }));
    const outcomes: ExpectationOutcome[] = [];
    if (is !== undefined)
      outcomes.push({ expectation, expected: is, ...stateOf(all, is, (ms) => localTime(zone, ms)) });
    const onHours = sumsOf(all).on / HOUR_MS;
    const count = (action: string) =>
      transitionsOf(wide).filter((each) => each.action === action && each.atMs >= fromMs).length;
    if (hours) outcomes.push(rangeOutcome(expectation, hours, onHours, 'hours'));
    if (starts) outcomes.push(rangeOutcome(expectation, starts, count('start'), 'starts'));
    if (stops) outcomes.push(rangeOutcome(expectation, stops, count('stop'), 'stops'));
    return outcomes;
  });
}

function stateOf(
  all: readonly Interval[],
  is: string,
  localOf: (instantMs: number) => string,
): Pick<ExpectationOutcome, 'isMet' | 'actual'> {
  const other = all.find(({ wanted }) => wanted !== is);
  if (!other) return { isMet: true, actual: is };
  return {
    isMet: false,
    actual: all.length === 1 ? other.wanted : `${other.wanted} from ${localOf(other.startMs)}`,
  };
}

/** Hours are compared to the second: minutes are not exact fractions of them. */
function rangeOutcome(
  expectation: Expectation,
  range: Range,
  value: number,
  what: string,
): ExpectationOutcome {
  const tolerance = 1 / 3600;
  const isMet = value >= range.min - tolerance && value <= range.max + tolerance;
  return { expectation, isMet, expected: `${rangeText(range)} ${what}`, actual: `${round(value)} ${what}` };
}

function rangeText({ min, max }: Range): string {
  if (min === max) return String(min);
  if (max === Number.POSITIVE_INFINITY) return `${min} or more`;
  return min === 0 ? `${max} or fewer` : `${min} to ${max}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
