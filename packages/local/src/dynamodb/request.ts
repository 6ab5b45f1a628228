import { invalid, quoted } from './errors.ts';
import { meets } from './expressions/evaluate-condition.ts';
import { expressionText, parseCondition } from './expressions/parse-condition.ts';
import { parseProjection } from './expressions/projection.ts';
import type { Condition, Path } from './expressions/syntax.ts';
import { createPlaceholders, type Placeholders } from './expressions/token-reader.ts';
import type { Item } from './item.ts';
import { given, type JsonObject } from '../json-object.ts';
import { readLegacyConditions } from './legacy-conditions.ts';
import { checkedName } from './values.ts';

const TABLE_NAME = /^[A-Za-z0-9_.-]{3,255}$/;
const TABLE_ARN = /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/([A-Za-z0-9_.-]{3,255})$/;
const expressionParameters = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
];

/** The name of the table that a request names, also by its ARN. @throws AwsError `ValidationException` */
export function readTableName(given: unknown): string {
  if (given === undefined || given === null) {
    throw invalid(
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    );
  }
  if (typeof given !== 'string') throw invalid('Unexpected value type in payload', 'SerializationException');
  const name = TABLE_ARN.exec(given)?.[1] ?? given;
  if (TABLE_NAME.test(name)) return name;
  throw invalid(
    name.length < 3 || name.length > 255
      ? 'TableName must be at least 3 characters long and at most 255 characters long'
      : `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
  );
}

/** @throws AwsError `ValidationException` */
export function readEnum<Value extends string>(
  given: unknown,
  member: string,
  values: readonly Value[],
): Value | undefined {
  if (given === undefined || given === null) return undefined;
  if ((values as readonly unknown[]).includes(given)) return given as Value;
  throw invalid(
    `1 validation error detected: Value '${quoted(given)}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(', ')}]`,
  );
}

/** The placeholders of a request; refused where no expression could use them, or both generations of parameters are there. */
export function readPlaceholders(input: JsonObject, legacyParameters: readonly string[]): Placeholders {
  const expressions = expressionParameters.filter((name) => given(input[name]));
  const legacy = legacyParameters.filter((name) => given(input[name]));
  if (expressions.length > 0 && legacy.length > 0) {
    throw invalid(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${legacy.join(', ')}} Expression parameters: {${expressions.join(', ')}}`,
    );
  }
  if (expressions.length === 0) {
    for (const name of ['ExpressionAttributeNames', 'ExpressionAttributeValues']) {
      if (given(input[name])) {
        throw invalid(`${name} can only be specified when using expressions`);
      }
    }
  }
  return createPlaceholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
}

/** The condition of a write: by expression, or by `Expected`. */
export function readWriteCondition(input: JsonObject, placeholders: Placeholders): Condition | undefined {
  const expression = expressionText(input.ConditionExpression);
  if (expression !== undefined) return parseCondition(expression, 'ConditionExpression', placeholders);
  return readLegacyConditions(input.Expected, input.ConditionalOperator);
}

export function isMet(condition: Condition | undefined, item: Item | undefined): boolean {
  return condition === undefined || meets(item ?? {}, condition);
}

/** What a read returns of an item: by expression, or by `AttributesToGet`. */
export function readProjection(input: JsonObject, placeholders: Placeholders): readonly Path[] | undefined {
  const expression = expressionText(input.ProjectionExpression);
  if (expression !== undefined) return parseProjection(expression, placeholders);
  if (!given(input.AttributesToGet)) return undefined;
  const names = input.AttributesToGet;
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
    throw invalid(
      "1 validation error detected: Value at 'attributesToGet' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (new Set(names).size < names.length) {
    throw invalid('One or more parameter values were invalid: Duplicate value in attribute name');
  }
  return names.map((name: string) => [checkedName(name)]);
}
