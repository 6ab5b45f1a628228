import type { Day } from '../model.ts';
import type { SeriesModel } from './series-model.ts';
import type { UnknownDays } from './unknown-days.ts';

/** Days in a row whose sum stands out. */
export interface Run {
  readonly first: number;
  readonly last: number;
  /** The expected sum. */
  readonly expected: number;
  /** How many of the usual deviations of such a sum it is above that. */
  readonly score: number;
  /** Nothing was spent on any day before. */
  readonly isNew: boolean;
  /** Each day costs something, where most days before cost nothing. */
  readonly isDaily: boolean;
  readonly hasMonthly: boolean;
  readonly model: SeriesModel;
}

export interface RunOptions {
  /** The day of the first value. */
  readonly firstDay: Day;
  /** Index of the first judged day: a run ends there or later. */
  readonly from: number;
  /** Minimum excess of a run. */
  readonly minimum: number;
  /** Days that are in no history and in no run; default: none. */
  readonly unknown?: UnknownDays;
}

/** What the costs before a run are described by. */
export interface FitOptions extends Pick<RunOptions, 'minimum'> {
  dayOf(index: number): Day;
  /** Fitted to the present level's days before an index. */
  modelBefore(first: number): SeriesModel;
}

/**
 * What lasts nine weeks is usual: a run that began earlier before the judged days is not reported. One that is reported has all
 * its days.
 */
export const MAX_RUN_DAYS = 63;
