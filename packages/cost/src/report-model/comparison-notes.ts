import type { DateRange } from '../model.ts';
import { addDays, comparisonNote } from '../periods/index.ts';

/** Notes on the comparison of a period with an earlier one. */
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
          `${addDays(range.end, -1)} is not over, and is compared with all of ${addDays(earlier.end, -1)}; the latest charges are a day late.`,
        ]),
  ];
}
