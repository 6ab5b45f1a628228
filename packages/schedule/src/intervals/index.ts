export { type Interval, type Occurrence, type Omission, omissionText, type Wanted } from './interval.ts';
export { intervalAt, nextTransitions, type Transition } from './interval-at.ts';
export { intervals } from './intervals.ts';
export { endOf, occurrencesOf, wallTime } from './occurrences.ts';
