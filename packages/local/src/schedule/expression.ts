import { GroundcrewError } from '@groundcrew/errors';
import { type Cron, parseCron } from './cron.ts';
import { toInstant, toWallTime } from './zoned-time.ts';

/** A schedule. */
export interface Schedule {
  /** The first time after `afterMs`, in milliseconds since 1970; `undefined`: never again. */
  next(afterMs: number): number | undefined;
}

const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 60 * 60_000,
  day: 24 * 60 * 60_000,
};

/**
 * Reads `rate(…)`, `cron(…)` or `at(…)`. A rate counts from `startMs`; the others are in `timeZone`.
 *
 * Rules: "Schedule types in EventBridge Scheduler" in its user guide.
 *
 * @throws GroundcrewError `local.schedule.refused`, `local.schedule.cron`, `local.schedule.time-zone`
 */
export function parseSchedule(expression: string, timeZone: string, startMs: number): Schedule {
  checkTimeZone(timeZone);
  const cron = /^cron\((.*)\)$/.exec(expression);
  if (cron) return cronSchedule(parseCron(cron[1]!), timeZone);
  const rate = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return rateSchedule(Number(rate[1]) * unitMs[rate[2]!]!, startMs);
  const at = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/.exec(expression);
  if (at) {
    const [year, month, day, hour, minute, second] = at.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const instant = toInstant({ year, month, day, hour, minute }, timeZone);
    const time = instant === undefined ? undefined : instant + second * 1000;
    return { next: (afterMs) => (time !== undefined && time > afterMs ? time : undefined) };
  }
  throw new GroundcrewError(
    'local.schedule.refused',
    `the schedule "${expression}" is not valid; write rate(5 minutes), cron(0 9 * * ? *) or at(2026-01-31T09:00:00)`,
  );
}

function rateSchedule(everyMs: number, startMs: number): Schedule {
  return {
    next: (afterMs) => startMs + (Math.floor(Math.max(0, afterMs - startMs) / everyMs) + 1) * everyMs,
  };
}

function cronSchedule(cron: Cron, timeZone: string): Schedule {
  const lastYear = Math.max(...cron.years);
  return {
    next(afterMs) {
      const start = toWallTime(afterMs, timeZone);
      for (
        let date = new Date(Date.UTC(start.year, start.month - 1, start.day));
        date.getUTCFullYear() <= lastYear;
        date = dayAfter(date, cron)
      ) {
        const found = firstOfDay(cron, date, timeZone, afterMs);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** The next candidate day: months and years that don't match are skipped as a whole. */
function dayAfter(date: Date, { months, years }: Cron): Date {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (!years.has(year)) return new Date(Date.UTC(year + 1, 0, 1));
  if (!months.has(month + 1)) return new Date(Date.UTC(year, month + 1, 1));
  return new Date(Date.UTC(year, month, day + 1));
}

function firstOfDay(cron: Cron, date: Date, timeZone: string, afterMs: number): number | undefined {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  if (!cron.years.has(year) || !cron.months.has(month) || !cron.matchesDay(year, month, day))
    return undefined;
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const instant = toInstant({ year, month, day, hour, minute }, timeZone);
      if (instant !== undefined && instant > afterMs) return instant;
    }
  }
  return undefined;
}

function checkTimeZone(timeZone: string): void {
  try {
    toWallTime(0, timeZone);
  } catch (cause) {
    throw new GroundcrewError(
      'local.schedule.time-zone',
      `the time zone "${timeZone}" is not known; use a name of the IANA database, such as Asia/Seoul`,
      { cause },
    );
  }
}
