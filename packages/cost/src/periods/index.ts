export { type Comparison, comparablePeriod, comparisonNote } from './comparable-period.ts';
export {
  addDays,
  addMonths,
  dayOf,
  daysBetween,
  daysInMonth,
  daysOf,
  firstOfMonth,
  isDay,
  isFirstOfMonth,
  monthsOf,
  splitMonths,
  weekdayOf,
  wholeMonths,
} from './days.ts';
export { type Period, parsePeriod } from './parse-period.ts';
export { dayText, periodText } from './period-text.ts';
