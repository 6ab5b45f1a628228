import { createJsonReader, type JsonInput } from '../json-service.ts';
import { invalid } from './errors.ts';
import { rowsIn, type View } from './get-cost-and-usage.ts';
import { pageOf } from './paging.ts';
import { dimensionOf, tagOf } from './row-values.ts';
import { readTimePeriod } from './time-period.ts';

const reader = createJsonReader(invalid);

/**
 * Keys of tags, or the values of one; an empty value for a charge without the tag. Rules: "GetTags" of the API reference.
 *
 * @throws AwsError `ValidationException`, `InvalidNextTokenException`, `RequestChangedException`
 */
export function getTags(input: JsonInput, view: View): object {
  const rows = rowsIn(view.rows, readTimePeriod(input, 'DAILY'));
  const key = reader.text(input, 'TagKey');
  const found = key === undefined ? rows.flatMap(({ tags }) => Object.keys(tags)) : rows.map(tagOf(key));
  const { page, answer } = pageOfValues(found, input, view);
  return { ...answer, Tags: page };
}

/**
 * Values of a dimension. Rules: "GetDimensionValues" of the API reference.
 *
 * @throws AwsError `ValidationException`, `InvalidNextTokenException`, `RequestChangedException`
 */
export function getDimensionValues(input: JsonInput, view: View): object {
  const rows = rowsIn(view.rows, readTimePeriod(input, 'DAILY'));
  const { page, answer } = pageOfValues(
    rows.map(dimensionOf(reader.needText(input, 'Dimension'))),
    input,
    view,
  );
  return { ...answer, DimensionValues: page.map((Value) => ({ Value, Attributes: {} })) };
}

function pageOfValues(found: readonly string[], input: JsonInput, { pageSize }: View) {
  const search = reader.text(input, 'SearchString') ?? '';
  const words = [...new Set(found)].filter((word) => word.includes(search)).toSorted();
  const { page, token } = pageOf(words, input, pageSize);
  return { page, answer: { ...token, ReturnSize: page.length, TotalSize: words.length } };
}
