import { DAY_MS, weekdayOf, weekdays, type Zone } from '../time/index.ts';

/** `2027-01-04 08:00`, on the wall of a zone. */
export function localTime(zone: Zone, instantMs: number): string {
  return new Date(zone.toWall(instantMs)).toISOString().slice(0, 16).replace('T', ' ');
}

/** `mon`. */
export function localWeekday(zone: Zone, instantMs: number): string {
  return weekdays[weekdayOf(Math.floor(zone.toWall(instantMs) / DAY_MS))]!;
}

/** `+09:00`: distinguishes the two times that a clock shows twice. */
export function offsetText(zone: Zone, instantMs: number): string {
  const minutes = Math.round(zone.offsetAt(instantMs) / 60_000);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
