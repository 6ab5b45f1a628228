import { usageError } from '@groundcrew/cli';

/** A time to report on. */
export interface MetricsRange {
  /** Milliseconds since 1970, the beginning of a period. */
  readonly startMs: number;
  /** Not included. */
  readonly endMs: number;
  readonly periodSeconds: number;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const unitSeconds: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** More periods than this are not a report, and CloudWatch returns 100,800 values in a request. */
const MAX_PERIODS = 1_500;

/**
 * For how long CloudWatch keeps values of a period (API reference, "GetMetricData", StartTime): of a minute 15 days, of five 63
 * days, of an hour 455.
 */
const retentions = [
  { days: 15, periodSeconds: MINUTE },
  { days: 63, periodSeconds: 5 * MINUTE },
  { days: 455, periodSeconds: HOUR },
];

/**
 * The range of `--since` (`90m`, `24h`, `7d`, or a date or time) and `--period` (`5m`, `1h`, `1d`).
 *
 * @throws GroundcrewError `cli.usage`
 */
export function metricsRange(since: string, period: string | undefined, nowMs: number): MetricsRange {
  const fromMs = sinceMs(since, nowMs);
  if (fromMs >= nowMs) throw usageError(`--since ${since} is not in the past`);
  const ageSeconds = (nowMs - fromMs) / 1_000;
  const least = retentions.find(({ days }) => ageSeconds <= days * DAY);
  if (least === undefined)
    throw usageError(`--since ${since} is too long ago: CloudWatch keeps metrics for 455 days`);
  const periodSeconds =
    period === undefined ? Math.max(defaultPeriod(ageSeconds), least.periodSeconds) : readPeriod(period);
  if (periodSeconds % least.periodSeconds !== 0) {
    throw usageError(
      `--period ${period} is too short for --since ${since}: CloudWatch keeps that for ${shorter(least.days)} days; pass --period ${least.periodSeconds / MINUTE}m or longer`,
    );
  }
  if (ageSeconds / periodSeconds > MAX_PERIODS) {
    throw usageError(`--period ${period} makes more than ${MAX_PERIODS} periods; pass a longer one`);
  }
  const periodMs = periodSeconds * 1_000;
  return { startMs: Math.floor(fromMs / periodMs) * periodMs, endMs: nowMs, periodSeconds };
}

/** The retention that was exceeded. */
function shorter(days: number): number {
  const at = retentions.findIndex((each) => each.days === days);
  return retentions[at - 1]?.days ?? days;
}

function defaultPeriod(ageSeconds: number): number {
  if (ageSeconds <= 6 * HOUR) return 5 * MINUTE;
  return ageSeconds <= 3 * DAY ? HOUR : DAY;
}

function sinceMs(since: string, nowMs: number): number {
  const seconds = durationSeconds(since);
  if (seconds !== undefined) return nowMs - seconds * 1_000;
  const time = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z)?$/.test(since)
    ? Date.parse(since)
    : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw usageError(
    `--since "${since}" is not a time; pass an age (90m, 24h, 7d), a date (2026-11-29) or a time (2026-11-29T08:00Z), in UTC`,
  );
}

function readPeriod(period: string): number {
  const seconds = durationSeconds(period);
  if (seconds !== undefined && seconds >= MINUTE && seconds <= DAY) return seconds;
  throw usageError(`--period "${period}" is not between a minute and a day; pass 5m, 1h or 1d`);
}

function durationSeconds(text: string): number | undefined {
  const [, digits, unit] = /^([1-9]\d{0,5})([mhdw])$/.exec(text) ?? [];
  return digits === undefined || unit === undefined ? undefined : Number(digits) * unitSeconds[unit]!;
}
