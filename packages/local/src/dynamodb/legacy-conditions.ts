import { invalid, quoted } from './errors.ts';
import type { KeyCondition, SortCondition } from './expressions/key-condition.ts';
import type { Condition, Operand, Path, UpdateAction } from './expressions/syntax.ts';
import type { AttributeValue } from './item.ts';
import { readValue } from './values.ts';

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

const comparators: Readonly<Record<string, '=' | '<>' | '<' | '<=' | '>' | '>='>> = {
  EQ: '=',
  NE: '<>',
  LE: '<=',
  LT: '<',
  GE: '>=',
  GT: '>',
};

/** @throws AwsError `ValidationException` */
export function readLegacyConditions(given: unknown, conditionalOperator: unknown): Condition | undefined {
  const conditions = Object.entries(entries(given)).map(([name, condition]) => conditionOf(name, condition));
  if (conditions.length === 0) return undefined;
  if (conditionalOperator !== undefined && conditionalOperator !== 'AND' && conditionalOperator !== 'OR') {
    throw invalid(
      `1 validation error detected: Value '${quoted(conditionalOperator)}' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]`,
    );
  }
  return { type: conditionalOperator === 'OR' ? 'or' : 'and', conditions };
}

function entries(given: unknown): Record<string, LegacyCondition> {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw invalid('Unexpected value type in payload', 'SerializationException');
  }
  return given as Record<string, LegacyCondition>;
}

function conditionOf(
  name: string,
  { ComparisonOperator, AttributeValueList, Value, Exists }: LegacyCondition,
): Condition {
  const operand: Operand = { type: 'path', path: [name] };
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
  ).map((value) => valueOperand(readValue(value)));
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
  const [first, second] = values as [Operand, Operand];
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
      return { type: 'in', operand, list: values };
    case 'BETWEEN':
      return { type: 'between', operand, low: first, high: second };
    default: {
      const contains: Condition = { type: 'function', name: 'contains', operands: [operand, first] };
      return operator === 'CONTAINS' ? contains : { type: 'not', condition: contains };
    }
  }
}

function valueOperand(value: AttributeValue): Operand {
  return { type: 'value', name: '', value };
}

/** The `KeyConditions` of a query. @throws AwsError `ValidationException` */
export function readLegacyKeyConditions(
  given: unknown,
  partitionName: string,
  sortName: string | undefined,
): KeyCondition {
  const conditions = entries(given);
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

/** `AttributeUpdates` as actions of an update expression. @throws AwsError `ValidationException` */
export function readLegacyUpdates(given: unknown): readonly UpdateAction[] {
  return Object.entries(entries(given) as Record<string, { Action?: unknown; Value?: unknown }>).map(
    ([name, { Action = 'PUT', Value }]): UpdateAction => {
      const path: Path = [name];
      const value = Value === undefined ? undefined : readValue(Value);
      if (Action === 'DELETE' && !value) return { type: 'remove', path };
      if (!value) {
        throw invalid(
          'One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified',
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
