import type { DateRange } from '../model.ts';
import { addDays, comparisonNote } from '../periods/index.ts';

/** What a reader must know who compares a period with an earlier one: sentences. */
export function comparisonNotes(
  range: DateRange,
  earlier: DateRange,
  { complete }: { readonly complete: boolean },
): string[] {
  const lengths = comparisonNote(range, earlier);
  return [
    ...(lengths === null ? [] : [lengths]),
    ...(complete
      ? []
      : [
          `${addDays(range.end, -1)} is not over, and is held against all of ${addDays(earlier.end, -1)}; the latest charges come a day late.`,
        ]),
  ];
}
