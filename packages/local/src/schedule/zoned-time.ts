/** A wall-clock time; `month` is 1 to 12. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The wall-clock time in `timeZone` at an instant.
 *
 * @throws RangeError for an unknown time zone.
 */
export function toWallTime(instantMs: number, timeZone: string): WallTime {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute } = parts as Record<keyof WallTime, number>;
  return { year, month, day, hour, minute };
}

/**
 * The instant of the wall-clock time `wall` in `timeZone`: the first one if it is repeated, `undefined` if it
 * is skipped (when daylight saving ends or starts).
 */
export function toInstant(wall: WallTime, timeZone: string): number | undefined {
  const asUtc = utcOf(wall);
  const dayMs = 24 * 60 * 60 * 1000;
  const instants = [asUtc - dayMs, asUtc + dayMs]
    .map((near) => asUtc - (utcOf(toWallTime(near, timeZone)) - near))
    .filter((instant) => utcOf(toWallTime(instant, timeZone)) === asUtc);
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

function utcOf({ year, month, day, hour, minute }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}
