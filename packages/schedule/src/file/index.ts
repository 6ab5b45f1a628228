export { decode } from './decode.ts';
export { initialSchedule } from './initial-schedule.ts';
export { parseSchedule } from './parse-schedule.ts';
export { createPlaces } from './places.ts';
export {
  type CalendarDefinition,
  type DateRange,
  type DayRule,
  type Group,
  type Mode,
  NO_SCHEDULE,
  type Point,
  type ResourceMatch,
  type Rule,
  type Schedule,
  type ScheduleFile,
  type Window,
  type WindowEnd,
} from './schedule.ts';
export { describeEntry } from './describe-entry.ts';
