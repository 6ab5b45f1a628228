export {
  type CalendarDate,
  clockText,
  dateOf,
  type Day,
  DAY_MS,
  dayOf,
  daysInMonth,
  dayText,
  HOUR_MS,
  MINUTE_MS,
  parseDay,
  type Weekday,
  weekdayOf,
  weekdays,
} from './days.ts';
export { type OffsetChange, type Resolved, type WallMs, type Zone, zoneOf } from './zone.ts';
