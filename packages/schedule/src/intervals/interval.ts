import { type Day, dayText } from '../time/index.ts';

/** One beginning of a window, or one start or stop. */
export interface Occurrence {
  /** Its index among the schedule's entries. */
  readonly entry: number;
  /** The local day to which it belongs: that on which it begins. */
  readonly day: Day;
  readonly startMs: number;
  /** That of a start or stop is its start. */
  readonly endMs: number;
}

/** Why something did not begin on a day on which it would have. */
export interface Omission {
  readonly entry: number;
  readonly day: Day;
  readonly why: 'holiday' | 'skip' | 'no-length';
  /** The name of the holiday. */
  readonly holiday?: string;
}

/** `2027-05-05 (Children's Day)`. */
export function omissionText({ day, why, holiday }: Omission): string {
  return `${dayText(day)} (${why === 'holiday' ? holiday : why === 'skip' ? 'skip' : 'without length'})`;
}

/** `any`: the schedule does not set it; it has no start or stop before. */
export type Wanted = 'on' | 'off' | 'any';

/** A time in which a schedule wants the same, from `startMs` (included) to `endMs` (not included). */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
  readonly wanted: Wanted;
  /** It is brought about once, and left alone afterwards: after a start or stop. */
  readonly once: boolean;
  /** The windows that want it on; the start or stop before it. */
  readonly because: readonly Occurrence[];
  /** What would have begun in it. */
  readonly omitted: readonly Omission[];
}
