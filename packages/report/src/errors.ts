import { GroundcrewError } from '@groundcrew/errors';

/** A CSV file holds one table: a command whose report has more must not offer CSV. */
export function severalSectionsError(title: string, keys: readonly string[]): GroundcrewError {
  return new GroundcrewError(
    'report.csv.several-sections',
    `"${title}" has ${keys.length} sections (${keys.join(', ')}) and CSV holds one; use --output json or html`,
    { fault: 'bug' },
  );
}
