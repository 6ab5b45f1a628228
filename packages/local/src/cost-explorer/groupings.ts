import { isJsonObject } from '../json-object.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import { invalid } from './errors.ts';
import { costCategoryOf, dimensionOf, type RowValue, tagOf } from './row-values.ts';

const reader = createJsonReader(invalid);

/**
 * The keys of a response's groups: values of dimensions unchanged, those of tags and cost categories after
 * their key, `Project$shop`, and `Project$` for none.
 *
 * Rules: "GetCostAndUsage", GroupBy, of the API reference.
 *
 * @throws AwsError `ValidationException`
 */
export function readGroupings(input: JsonInput): readonly RowValue[] {
  const given = input.GroupBy ?? [];
  if (!Array.isArray(given)) throw invalid('GroupBy must be a list');
  if (given.length > 2) {
    throw invalid(
      `1 validation error detected: Value at 'groupBy' failed to satisfy constraint: Member must have length less than or equal to 2, not ${given.length}`,
    );
  }
  const texts = given.map((one) => JSON.stringify(one));
  if (new Set(texts).size < texts.length) throw invalid('GroupBy has the same grouping twice');
  return given.map((grouping: unknown) => {
    if (!isJsonObject(grouping)) throw invalid('GroupBy must be a list of groupings');
    const type = reader.needText(grouping, 'Type');
    const key = reader.needText(grouping, 'Key');
    if (type === 'DIMENSION') return dimensionOf(key);
    if (type !== 'TAG' && type !== 'COST_CATEGORY') {
      throw invalid(`Type "${type}" of GroupBy is invalid; valid are DIMENSION, TAG and COST_CATEGORY`);
    }
    const read = type === 'TAG' ? tagOf(key) : costCategoryOf(key);
    return (row) => `${key}$${read(row)}`;
  });
}
