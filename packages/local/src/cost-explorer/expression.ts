import { isJsonObject } from '../json-object.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import type { BillRow } from './bill.ts';
import { invalid } from './errors.ts';
import { costCategoryOf, dimensionOf, type RowValue, tagOf } from './row-values.ts';

export type RowFilter = (row: BillRow) => boolean;

const reader = createJsonReader(invalid);
const roots = ['And', 'Or', 'Not', 'Dimensions', 'Tags', 'CostCategories'] as const;

/**
 * Reads a filter. Rules: "Expression", "DimensionValues", "TagValues" and "CostCategoryValues" of the API reference; of
 * the match options those that GetCostAndUsage accepts.
 *
 * @throws AwsError `ValidationException`
 */
export function readExpression(value: unknown): RowFilter {
  if (!isJsonObject(value)) throw invalid('Expression must be an object');
  const odd = Object.keys(value).find((key) => !(roots as readonly string[]).includes(key));
  if (odd !== undefined) {
    throw invalid(
      `${odd} of an Expression is not supported by the embedded AWS; supported: ${roots.join(', ')}`,
    );
  }
  const given = roots.filter((root) => value[root] !== undefined && value[root] !== null);
  const [root] = given;
  if (root === undefined) throw invalid('Expression has no root operator');
  if (given.length > 1) {
    throw invalid(
      `Expression has more than one roots. Only one root operator is allowed for each expression: ${given.join(', ')}`,
    );
  }
  const operand = value[root];
  if (root === 'Not') {
    const matches = readExpression(operand);
    return (row) => !matches(row);
  }
  if (root === 'And' || root === 'Or') {
    if (!Array.isArray(operand) || operand.length < 2) {
      throw invalid(`${root} must have at least 2 expressions`);
    }
    const parts = operand.map(readExpression);
    return root === 'And'
      ? (row) => parts.every((matches) => matches(row))
      : (row) => parts.some((matches) => matches(row));
  }
  if (!isJsonObject(operand)) throw invalid(`${root} must be an object`);
  return readValues(root, operand);
}

function readValues(root: 'Dimensions' | 'Tags' | 'CostCategories', operand: JsonInput): RowFilter {
  const key = reader.needText(operand, 'Key');
  const values = new Set(reader.texts(operand, 'Values', 0, 10_000));
  const options = reader.texts(operand, 'MatchOptions', 0, 10) ?? [];
  const supported = ['EQUALS', 'CASE_SENSITIVE', ...(root === 'Dimensions' ? [] : ['ABSENT'])];
  const bad = options.find((option) => !supported.includes(option));
  if (bad !== undefined)
    throw invalid(`MatchOptions ${bad} is not supported for ${root}; supported: ${supported.join(', ')}`);
  const read = valuesOf[root](key);
  if (root === 'Dimensions') {
    if (values.size === 0) throw invalid(`Values of the dimension ${key} must not be empty`);
    return (row) => values.has(read(row));
  }
  if (options.includes('ABSENT') && values.size > 0) {
    throw invalid('Values must not be given with the match option ABSENT');
  }
  // Without values, the option is ABSENT.
  if (values.size === 0) return (row) => read(row) === '';
  return (row) => values.has(read(row));
}

const valuesOf: Readonly<Record<'Dimensions' | 'Tags' | 'CostCategories', (key: string) => RowValue>> = {
  Dimensions: dimensionOf,
  Tags: tagOf,
  CostCategories: costCategoryOf,
};
