import type { Filter } from '@aws-sdk/client-ec2';
import { GroundcrewError } from '@groundcrew/errors';

/** A filter of EC2, with `*` and `?` in its values: `{ name: 'tag:Name', values: ['web-*'] }`. */
export interface Ec2Filter {
  readonly name: string;
  /** 1 to 200 of them. */
  readonly values: readonly string[];
}

/** Amazon EC2 User Guide, "Filtering": the maximum of one request. */
const MAX_FILTERS = 50;
const MAX_VALUES = 200;

/**
 * The filters for EC2.
 *
 * @throws GroundcrewError `aws-ec2.filter.invalid`: EC2 would ignore a filter without values
 */
export function filterInput(filters: readonly Ec2Filter[]): { Filters?: Filter[] } {
  if (filters.length > MAX_FILTERS) {
    throw invalid(`${filters.length} filters are too many for EC2; it accepts ${MAX_FILTERS}`);
  }
  for (const { name, values } of filters) {
    if (values.length === 0) throw invalid(`the filter "${name}" has no value; nothing can match it`);
    if (values.length > MAX_VALUES) {
      throw invalid(
        `the filter "${name}" has ${values.length} values; EC2 accepts ${MAX_VALUES}, so use several requests`,
      );
    }
  }
  return filters.length === 0
    ? {}
    : { Filters: filters.map(({ name, values }) => ({ Name: name, Values: [...values] })) };
}

function invalid(message: string): GroundcrewError {
  return new GroundcrewError('aws-ec2.filter.invalid', message);
}
