import { GroundcrewError } from '@groundcrew/errors';
import { DAY_MS, HOUR_MS, MINUTE_MS, parseDay, zoneOf } from '../time/index.ts';
import { zoneProblem } from '../file/check-zone.ts';

/** An override that lasts longer is a change of the schedule. */
const MAX_DAYS = 31;

/**
 * When an override ends: `23:00`, the next time that a clock in `zone` shows it; `2027-01-04 23:00`; `2h`, `90m`, `3d`.
 *
 * @throws GroundcrewError `schedule.override.invalid`: none of these, in the past, too far away, or a time that comes never or twice
 */
export function parseUntil(text: string, zoneName: string, nowMs: number): number {
  const untilMs = readUntil(text.trim(), zoneName, nowMs);
  if (untilMs === undefined) {
    throw invalid(`"${text}" is not an end; write 23:00, 2027-01-04 23:00, 90m, 2h or 3d`);
  }
  if (untilMs <= nowMs) throw invalid(`"${text}" is in the past`);
  if (untilMs > nowMs + MAX_DAYS * DAY_MS) {
    throw invalid(`"${text}" is more than ${MAX_DAYS} days away; change the schedule instead`);
  }
  return untilMs;
}

function readUntil(text: string, zoneName: string, nowMs: number): number | undefined {
  const [, count, unit] = /^(\d{1,4}) ?(m|h|d)$/.exec(text) ?? [];
  if (count !== undefined)
    return nowMs + Number(count) * { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }[unit as 'm' | 'h' | 'd'];
  const [, date, hour, minute] = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\d\d?):(\d\d)$/.exec(text) ?? [];
  if (minute === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  const problem = zoneProblem(zoneName);
  if (problem !== undefined) throw invalid(problem);
  const zone = zoneOf(zoneName);
  const minutes = Number(hour) * 60 + Number(minute);
  const today = Math.floor(zone.toWall(nowMs) / DAY_MS);
  const day = date === undefined ? today : parseDay(date);
  if (day === undefined) return undefined;
  const on = (each: number) => zone.toInstant(each * DAY_MS + minutes * MINUTE_MS);
  const found = date === undefined && on(day).instantMs <= nowMs ? on(day + 1) : on(day);
  if (found.shown === 'once') return found.instantMs;
  const what = found.shown === 'never' ? 'does not exist' : 'comes twice';
  throw invalid(`"${text}" ${what} in ${zoneName} then, as the clock changes; write how long it lasts: 2h`);
}

function invalid(message: string): GroundcrewError {
  return new GroundcrewError('schedule.override.invalid', message);
}
