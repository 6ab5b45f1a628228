import { isJsonObject } from '../json-object.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import { invalid } from './errors.ts';

const reader = createJsonReader(invalid);

export type Granularity = 'DAILY' | 'MONTHLY' | 'HOURLY';

/** A day, month or hour, or the requested part of it. Times in milliseconds since 1970. */
export interface Period {
  readonly startMs: number;
  readonly endMs: number;
  /** As Cost Explorer writes it: `2026-10-01`, by the hour `2026-10-01T13:00:00Z`. */
  readonly start: string;
  readonly end: string;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** @throws AwsError `ValidationException` */
export function readGranularity(input: JsonInput): Granularity {
  const granularity = reader.needText(input, 'Granularity');
  if (granularity === 'DAILY' || granularity === 'MONTHLY' || granularity === 'HOURLY') return granularity;
  throw invalid(`Granularity "${granularity}" is invalid; valid values are DAILY, MONTHLY and HOURLY`);
}

/**
 * Start and end of the requested period, end excluded.
 *
 * @throws AwsError `ValidationException`
 */
export function readTimePeriod(input: JsonInput, granularity: Granularity): Period {
  const { TimePeriod: given } = input;
  if (!isJsonObject(given)) throw invalid('TimePeriod is missing');
  const start = reader.needText(given, 'Start');
  const end = reader.needText(given, 'End');
  const [startMs, endMs] = [start, end].map((text) => timeOf(text, granularity)) as [number, number];
  if (startMs >= endMs) throw invalid('Start date (and hour) should be before end date (and hour)');
  return { startMs, endMs, start, end };
}

/**
 * Refuses periods beyond Cost Explorer's history in this granularity: 14 days for hours; else 14 months.
 * The end must not be after the first day of the next month.
 *
 * Rules: "Analyzing your costs with AWS Cost Explorer" and "hourly granularity" of the Cost Management user guide, and
 * observed responses of the service.
 *
 * @throws AwsError `ValidationException`
 */
export function checkHistory({ startMs, endMs }: Period, granularity: Granularity, nowMs: number): void {
  const now = new Date(nowMs);
  const monthMs = (count: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + count, 1);
  if (startMs > nowMs) throw invalid('start date is in the future; it must be today or earlier');
  if (endMs > monthMs(1)) throw invalid('end date past the beginning of next month');
  if (granularity === 'HOURLY' && startMs < floor(nowMs, DAY_MS) - 14 * DAY_MS) {
    throw invalid(
      'Start date is more than 14 days ago for hourly granularity. ' +
        'Please adjust start date as we support only 14 days of data at hourly granularity.',
    );
  }
  if (startMs < monthMs(-14)) {
    throw invalid("You haven't enabled historical data beyond 14 months");
  }
}

/** Splits the time into periods; the first and the last may be less than a month. */
export function periodsOf({ startMs, endMs }: Period, granularity: Granularity): Period[] {
  const periods: Period[] = [];
  for (let from = startMs; from < endMs;) {
    const to = Math.min(endMs, nextStartMs(from, granularity));
    periods.push({
      startMs: from,
      endMs: to,
      start: textOf(from, granularity),
      end: textOf(to, granularity),
    });
    from = to;
  }
  return periods;
}

/** Whether AWS may still change the data of the period: the bill of a month is closed on the fifth of the next. */
export function isEstimated({ endMs }: Period, nowMs: number): boolean {
  const last = new Date(endMs - 1);
  return nowMs < Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 6);
}

function nextStartMs(timeMs: number, granularity: Granularity): number {
  if (granularity === 'DAILY') return timeMs + DAY_MS;
  if (granularity === 'HOURLY') return timeMs + HOUR_MS;
  const time = new Date(timeMs);
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1);
}

function timeOf(text: string, granularity: Granularity): number {
  const form = granularity === 'HOURLY' ? /^\d{4}-\d\d-\d\d(T\d\d:00:00Z)?$/ : /^\d{4}-\d\d-\d\d$/;
  const timeMs = form.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs) && textOf(timeMs, 'DAILY') === text.slice(0, 10)) return timeMs;
  const written = granularity === 'HOURLY' ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : 'yyyy-MM-dd';
  throw invalid(`Start time or end time "${text}" is invalid. Valid format is: ${written}.`);
}

function textOf(timeMs: number, granularity: Granularity): string {
  const text = new Date(timeMs).toISOString();
  return granularity === 'HOURLY' ? `${text.slice(0, 19)}Z` : text.slice(0, 10);
}

function floor(timeMs: number, unitMs: number): number {
  return Math.floor(timeMs / unitMs) * unitMs;
}
