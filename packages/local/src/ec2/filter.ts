import type { Form } from '../form.ts';
import { AwsError } from '../service.ts';
import { matchesWildcard, type WildcardPart } from '../wildcard.ts';
import { invalidParameter } from './errors.ts';

/** A filter of a request. */
export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
  /** Whether one of a property's values matches. */
  matches(values: readonly string[]): boolean;
}

const MAX_VALUES = 200;
const MAX_VALUE_LENGTH = 255;

/**
 * The filters of a describe action.
 *
 * Rules: "List and filter using the CLI and API" of the EC2 user guide: values of a filter are alternatives, all filters
 * must match; matching is case-sensitive; `*` is any text, `?` any character or none, `\` makes the next character literal.
 *
 * @throws AwsError `FilterLimitExceeded`, `InvalidParameterValue`
 */
export function readFilters(form: Form): readonly Filter[] {
  const filters = form.structures('Filter').map((filter) => ({
    name: filter.text('Name') ?? '',
    values: filter.texts('Value'),
  }));
  if (filters.reduce((total, { values }) => total + values.length, 0) > MAX_VALUES) {
    throw new AwsError(
      400,
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${MAX_VALUES}`,
    );
  }
  return filters.map(({ name, values }) => {
    if (values.length === 0) throw invalidParameter(`The filter '${name}' has no values`);
    if (values.some((value) => value.length > MAX_VALUE_LENGTH)) {
      throw new AwsError(
        400,
        'FilterLimitExceeded',
        `The maximum length for a filter value is ${MAX_VALUE_LENGTH} characters`,
      );
    }
    return createFilter(name, values);
  });
}

export function createFilter(name: string, values: readonly string[]): Filter {
  const exact = new Set(values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = values.filter((value) => !exact.has(value)).map(parsePattern);
  return {
    name,
    values,
    matches: (found) =>
      found.some((value) => exact.has(value) || patterns.some((pattern) => matchesWildcard(pattern, value))),
  };
}

/** `*` is any characters, `?` is none or one; a backslash escapes. Rules: "Find your Amazon EC2 resources" in the user guide. */
function parsePattern(value: string): readonly WildcardPart[] {
  return Array.from(value.matchAll(/\\([\s\S])|[\s\S]/gu), ([part, escaped]): WildcardPart => {
    if (escaped !== undefined) return { type: 'text', text: escaped };
    if (part === '*') return { type: 'many' };
    return part === '?' ? { type: 'optional' } : { type: 'text', text: part };
  });
}

/** @throws AwsError `InvalidParameterValue`: unknown filter. */
export function unknownFilter(name: string): AwsError {
  return invalidParameter(`The filter '${name}' is invalid`);
}
