import type { Form } from '../form.ts';
import { invalidParameter } from './errors.ts';

/** The pages of an action: "Pagination" of the EC2 API reference. */
export interface PageRule {
  readonly maxPageSize: number;
  /** Whether a larger value is clamped to the maximum instead of refused. */
  readonly clamps: boolean;
}

const MIN_PAGE_SIZE = 5;

/**
 * The requested page size; `undefined`: everything in one response.
 *
 * @throws AwsError `InvalidParameterValue`
 */
export function pageSizeOf(form: Form, { maxPageSize: largest, clamps }: PageRule): number | undefined {
  const written = form.text('MaxResults');
  if (written === undefined) return form.text('NextToken') === undefined ? undefined : largest;
  const size = /^-?\d+$/.test(written) ? Number(written) : Number.NaN;
  if (size >= MIN_PAGE_SIZE && (clamps || size <= largest)) return Math.min(size, largest);
  throw invalidParameter(
    `Value ( ${written} ) for parameter maxResults is invalid. Expecting a value greater than or equal to ${MIN_PAGE_SIZE}` +
      (clamps ? '.' : ` and less than or equal to ${largest}.`),
  );
}
