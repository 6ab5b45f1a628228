import { invalid, quoted } from './errors.ts';
import type { KeyCondition, SortCondition } from './expressions/key-condition.ts';
import type { Condition, Operand, Path, UpdateAction } from './expressions/syntax.ts';
import type { AttributeValue } from './item.ts';
import { given, isJsonObject } from '../json-object.ts';
import { type AttributeType, checkedName, compare, readValue, typeOf } from './values.ts';

/*
 * The parameters that came before expressions (`Expected`, `KeyConditions`, `QueryFilter`, `ScanFilter`, `AttributeUpdates`,
 * `AttributesToGet`), read as the same conditions and updates. Rules: "Legacy DynamoDB conditional parameters" in the developer guide.
 */

interface LegacyCondition {
  readonly ComparisonOperator?: unknown;
  readonly AttributeValueList?: unknown;
  readonly Value?: unknown;
  readonly Exists?: unknown;
}

const valueCounts: Readonly<Record<string, readonly [number, number]>> = {
  EQ: [1, 1],
  NE: [1, 1],
  LE: [1, 1],
  LT: [1, 1],
  GE: [1, 1],
  GT: [1, 1],
  NOT_NULL: [0, 0],
  NULL: [0, 0],
  CONTAINS: [1, 1],
  NOT_CONTAINS: [1, 1],
  BEGINS_WITH: [1, 1],
  IN: [1, 100],
  BETWEEN: [2, 2],
};

/** Types of values that an operator can compare with; all types where it is left out. */
const valueTypes: Readonly<Record<string, readonly AttributeType[]>> = {
  LE: ['S', 'N', 'B'],
  LT: ['S', 'N', 'B'],
  GE: ['S', 'N', 'B'],
  GT: ['S', 'N', 'B'],
  CONTAINS: ['S', 'N', 'B'],
  NOT_CONTAINS: ['S', 'N', 'B'],
  BEGINS_WITH: ['S', 'B'],
  IN: ['S', 'N', 'B'],
  BETWEEN: ['S', 'N', 'B'],
};

const comparators: Readonly<Record<string, '=' | '<>' | '<' | '<=' | '>' | '>='>> = {
  EQ: '=',
  NE: '<>',
  LE: '<=',
  LT: '<',
  GE: '>=',
  GT: '>',
};

/** @throws AwsError `ValidationException` */
export function readLegacyConditions(
  parameter: unknown,
  conditionalOperator: unknown,
): Condition | undefined {
  const conditions = Object.entries(entries(parameter)).map(([name, condition]) =>
    conditionOf(name, condition),
  );
  if (conditions.length === 0) {
    if (!given(conditionalOperator)) return undefined;
    throw invalid(
      'One or more parameter values were invalid: ConditionalOperator cannot be used without Filter or Expected',
    );
  }
  if (conditionalOperator !== undefined && conditionalOperator !== 'AND' && conditionalOperator !== 'OR') {
    throw invalid(
      `1 validation error detected: Value '${quoted(conditionalOperator)}' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]`,
    );
  }
  return { type: conditionalOperator === 'OR' ? 'or' : 'and', conditions };
}

function entries(parameter: unknown): Record<string, LegacyCondition> {
  if (!given(parameter)) return {};
  if (!isJsonObject(parameter) || !Object.values(parameter).every(isJsonObject)) {
    throw invalid('Unexpected value type in payload', 'SerializationException');
  }
  return parameter as Record<string, LegacyCondition>;
}

function conditionOf(name: string, condition: LegacyCondition): Condition {
  const { ComparisonOperator, AttributeValueList, Value, Exists } = condition;
  const operand: Operand = { type: 'path', path: [name] };
  checkTogether(name, condition);
  if (ComparisonOperator === undefined) {
    if (Exists === false) {
      if (Value !== undefined) {
        throw invalid(
          `One or more parameter values were invalid: Value cannot be used when Exists is set to false for Attribute: ${name}`,
        );
      }
      return { type: 'function', name: 'attribute_not_exists', operands: [operand] };
    }
    if (Value === undefined) {
      throw invalid(
        `One or more parameter values were invalid: Value must be provided when Exists is ${Exists === true ? 'true' : 'null'} for Attribute: ${name}`,
      );
    }
    return { type: 'compare', operator: '=', left: operand, right: valueOperand(readValue(Value)) };
  }
  const values = (
    Array.isArray(AttributeValueList) ? AttributeValueList : Value === undefined ? [] : [Value]
  ).map((value) => readValue(value));
  const operator = quoted(ComparisonOperator);
  const counts = valueCounts[operator];
  if (!counts) {
    throw invalid(
      `1 validation error detected: Value '${operator}' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(valueCounts).join(', ')}]`,
    );
  }
  if (values.length < counts[0] || values.length > counts[1]) {
    throw invalid(
      `One or more parameter values were invalid: Invalid number of argument(s) for the ${operator} ComparisonOperator`,
    );
  }
  checkTypes(operator, values);
  const operands = values.map(valueOperand);
  const [first, second] = operands as [Operand, Operand];
  const comparator = comparators[operator];
  if (comparator) return { type: 'compare', operator: comparator, left: operand, right: first };
  switch (operator) {
    case 'NULL':
      return { type: 'function', name: 'attribute_not_exists', operands: [operand] };
    case 'NOT_NULL':
      return { type: 'function', name: 'attribute_exists', operands: [operand] };
    case 'BEGINS_WITH':
      return { type: 'function', name: 'begins_with', operands: [operand, first] };
    case 'IN':
      return { type: 'in', operand, list: operands };
    case 'BETWEEN':
      return { type: 'between', operand, low: first, high: second };
    default: {
      const contains: Condition = { type: 'function', name: 'contains', operands: [operand, first] };
      if (operator === 'CONTAINS') return contains;
      // Neither is met by an attribute that is missing.
      const exists: Condition = { type: 'function', name: 'attribute_exists', operands: [operand] };
      return { type: 'and', conditions: [exists, { type: 'not', condition: contains }] };
    }
  }
}

function checkTogether(
  name: string,
  { ComparisonOperator, AttributeValueList, Value, Exists }: LegacyCondition,
): void {
  const problem =
    given(Exists) && given(ComparisonOperator)
      ? 'Exists and ComparisonOperator cannot be used together'
      : given(AttributeValueList) && given(Value)
        ? 'Value and AttributeValueList cannot be used together'
        : given(AttributeValueList) && !given(ComparisonOperator)
          ? 'AttributeValueList can only be used with a ComparisonOperator'
          : undefined;
  if (problem) throw invalid(`One or more parameter values were invalid: ${problem} for Attribute: ${name}`);
}

function checkTypes(operator: string, values: readonly AttributeValue[]): void {
  const wrong = values.map(typeOf).find((type) => valueTypes[operator]?.includes(type) === false);
  if (wrong) {
    throw invalid(
      `One or more parameter values were invalid: ComparisonOperator ${operator} is not valid for ${wrong} AttributeValue type`,
    );
  }
  if (new Set(values.map(typeOf)).size > 1) {
    throw invalid(
      'One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type',
    );
  }
  if (operator === 'BETWEEN' && compare(values[0]!, values[1]!)! > 0) {
    throw invalid(
      'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    );
  }
}

function valueOperand(value: AttributeValue): Operand {
  return { type: 'value', name: '', value };
}

/** The `KeyConditions` of a query. @throws AwsError `ValidationException` */
export function readLegacyKeyConditions(
  parameter: unknown,
  partitionName: string,
  sortName: string | undefined,
): KeyCondition {
  const conditions = entries(parameter);
  const partition = conditions[partitionName] && conditionOf(partitionName, conditions[partitionName]);
  if (partition?.type !== 'compare' || partition.operator !== '=' || partition.right.type !== 'value') {
    throw partition
      ? invalid('Query key condition not supported')
      : invalid(`Query condition missed key schema element: ${partitionName}`);
  }
  const others = Object.keys(conditions).filter((name) => name !== partitionName);
  if (others.length === 0) return { partition: partition.right.value };
  if (others.length > 1 || others[0] !== sortName) {
    throw invalid(
      others.length > 1
        ? 'Conditions can be of length 1 or 2 only'
        : `Query condition missed key schema element: ${sortName ?? partitionName}`,
    );
  }
  return {
    partition: partition.right.value,
    sort: sortCondition(conditionOf(sortName!, conditions[sortName!]!)),
  };
}

function sortCondition(condition: Condition): SortCondition {
  const operandValue = (operand: Operand) => (operand as Extract<Operand, { type: 'value' }>).value;
  if (condition.type === 'compare' && condition.operator !== '<>') {
    return { type: 'compare', operator: condition.operator, value: operandValue(condition.right) };
  }
  if (condition.type === 'between') {
    return { type: 'between', low: operandValue(condition.low), high: operandValue(condition.high) };
  }
  if (condition.type === 'function' && condition.name === 'begins_with') {
    return { type: 'begins_with', prefix: operandValue(condition.operands[1]!) };
  }
  throw invalid('Attempted conditional constraint is not an indexable operation');
}

const updateTypes: Readonly<Record<string, readonly AttributeType[]>> = {
  ADD: ['N', 'SS', 'NS', 'BS', 'L'],
  DELETE: ['SS', 'NS', 'BS'],
};

/** `AttributeUpdates` as actions of an update expression. @throws AwsError `ValidationException` */
export function readLegacyUpdates(parameter: unknown): readonly UpdateAction[] {
  return Object.entries(entries(parameter) as Record<string, { Action?: unknown; Value?: unknown }>).map(
    ([name, { Action = 'PUT', Value }]): UpdateAction => {
      const path: Path = [checkedName(name)];
      const value = Value === undefined ? undefined : readValue(Value);
      if (Action === 'DELETE' && !value) return { type: 'remove', path };
      if (!value) {
        throw invalid(
          'One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified',
        );
      }
      const types = updateTypes[String(Action)];
      if (types && !types.includes(typeOf(value))) {
        throw invalid(
          `One or more parameter values were invalid: ${String(Action)} action with value is not supported for the type ${typeOf(value)}`,
        );
      }
      switch (Action) {
        case 'PUT':
          return { type: 'set', path, operand: { type: 'value', name: '', value } };
        case 'ADD':
          return value.L
            ? {
                type: 'set',
                path,
                operand: {
                  type: 'list_append',
                  first: {
                    type: 'if_not_exists',
                    path,
                    fallback: { type: 'value', name: '', value: { L: [] } },
                  },
                  second: { type: 'value', name: '', value },
                },
              }
            : { type: 'add', path, value };
        case 'DELETE':
          return { type: 'delete', path, value };
        default:
          throw invalid(
            `1 validation error detected: Value '${String(Action)}' at 'attributeUpdates.${name}.member.action' failed to satisfy constraint: Member must satisfy enum value set: [ADD, PUT, DELETE]`,
          );
      }
    },
  );
}
