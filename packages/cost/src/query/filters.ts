import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import type { CostFilter, Dimension } from '../model.ts';
import { charges, parseDimension } from './dimensions.ts';
import { findUnquoted, isBalanced, quoteWhereNeeded, splitQuoted, unquote } from './quoted.ts';

const NO_VALUE = '(none)';

/**
 * Filters as people write them, separated by commas; all of them apply.
 *
 * `service=Amazon S3`, `tag:Team!=web` (all others, also without the tag), `tag:Project=(none)`
 * (without the tag), `region=eu-west-1|eu-west-2` (one of these). A value or a name that contains `,`, `|` or `=`
 * is quoted: `service="Tax, VAT"`, `"tag:a=b"=c`; two double quotes inside represent one.
 *
 * @throws GroundcrewError `cost.filter.invalid`, `cost.dimension.invalid`
 */
export function parseFilters(text: string | readonly string[] | undefined): CostFilter[] {
  const texts = typeof text === 'string' ? [text] : (text ?? []);
  const filters: CostFilter[] = [];
  for (const each of texts) {
    if (!isBalanced(each)) throw invalid(each, 'opens a quote that it does not close', 'close it with "');
    for (const part of splitQuoted(each, ',')) {
      const filter = parseFilter(part);
      const same = filters.find(
        (other) => other.dimension === filter.dimension && other.negated === filter.negated,
      );
      // Both would apply, and select nothing.
      if (same !== undefined)
        throw invalid(part, `is the second one of ${filter.dimension}`, 'write all its values with | in one');
      filters.push(filter);
    }
  }
  return filters;
}

/** The filter as {@link parseFilters} reads it. */
export function filterText({ dimension, values, negated }: CostFilter): string {
  const written = values.map((value) => (value === null ? NO_VALUE : quoteWhereNeeded(value)));
  return `${quoteWhereNeeded(dimension)}${negated ? '!=' : '='}${written.join('|')}`;
}

/** A filter names a value that is nowhere: it would select nothing, for a reason that the report would not show. */
export function unknownValue(dimension: Dimension, value: string, meant: readonly string[]): GroundcrewError {
  const advice =
    meant.length === 0
      ? `leave it out, or list the values by --by ${dimension}`
      : `did you mean ${meant.map((name) => JSON.stringify(name)).join(' or ')}?`;
  return new GroundcrewError(
    'cost.filter.unknown-value',
    `no cost has the ${dimension} ${JSON.stringify(value)}; ${advice}`,
    { details: { dimension, value, meant } },
  );
}

function parseFilter(text: string): CostFilter {
  const at = findUnquoted(text, '=', 0);
  if (at === -1)
    throw invalid(
      text,
      'has no =',
      'write NAME=VALUE, and put a value that has a comma in quotes: NAME="a, b"',
    );
  const isNegated = text[at - 1] === '!';
  const name = text.slice(0, isNegated ? at - 1 : at);
  const dimension = parseDimension(name);
  const written = splitQuoted(text.slice(at + 1), '|');
  if (written.includes(''))
    throw invalid(text, 'has an empty value', `write ${name.trim()}=${NO_VALUE} for costs without one`);
  const values = new Set(written.map((value) => (value === NO_VALUE ? null : unquote(value))));
  if (dimension === 'charge') for (const value of values) checkCharge(text, value);
  return { dimension, values: [...values], ...(isNegated && { negated: true }) };
}

function checkCharge(text: string, value: string | null): void {
  if (charges.some((charge) => charge === value)) return;
  const near = value === null ? '' : didYouMean(value, charges);
  throw invalid(text, 'names a charge that is not known', `write ${charges.join(', ')}${near}`);
}

function invalid(text: string, what: string, advice: string): GroundcrewError {
  return new GroundcrewError('cost.filter.invalid', `filter ${JSON.stringify(text)} ${what}; ${advice}`, {
    details: { filter: text },
  });
}
