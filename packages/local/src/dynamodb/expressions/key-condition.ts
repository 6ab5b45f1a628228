import { invalid } from '../errors.ts';
import type { AttributeValue } from '../item.ts';
import type { Comparator, Condition, Operand } from './syntax.ts';

export interface KeySchema {
  readonly partition: string;
  readonly sort: string | undefined;
}

/** What a key condition asks of the sort key. */
export type SortCondition =
  | { readonly type: 'compare'; readonly operator: Exclude<Comparator, '<>'>; readonly value: AttributeValue }
  | { readonly type: 'between'; readonly low: AttributeValue; readonly high: AttributeValue }
  | { readonly type: 'begins_with'; readonly prefix: AttributeValue };

export interface KeyCondition {
  readonly partition: AttributeValue;
  readonly sort?: SortCondition;
}

const flipped: Readonly<Record<string, Comparator>> = {
  '=': '=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * What a parsed `KeyConditionExpression` selects. Rules: "Key condition expressions for the Query operation" in the developer guide.
 *
 * @throws AwsError `ValidationException` for any condition that DynamoDB does not take for keys.
 */
export function keyConditionOf(condition: Condition, schema: KeySchema): KeyCondition {
  const parts = condition.type === 'and' ? condition.conditions.flatMap(partsOf) : [condition];
  if (parts.length > 2) throw invalid('Query key condition not supported');
  let partition: AttributeValue | undefined;
  let sort: SortCondition | undefined;
  for (const part of parts) {
    const { attribute, condition: onKey } = readPart(part);
    if (attribute === schema.partition) {
      if (partition) {
        throw invalid(
          'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
        );
      }
      if (onKey.type !== 'compare' || onKey.operator !== '=') {
        throw invalid('Query key condition not supported');
      }
      partition = onKey.value;
    } else if (attribute === schema.sort) {
      if (sort) {
        throw invalid(
          'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
        );
      }
      sort = onKey;
    } else if (parts.length === 1 || schema.sort === undefined) {
      throw invalid(`Query condition missed key schema element: ${schema.partition}`);
    } else {
      throw invalid(
        `Query condition missed key schema element: ${partition ? schema.sort : schema.partition}`,
      );
    }
  }
  if (!partition) throw invalid(`Query condition missed key schema element: ${schema.partition}`);
  return { partition, ...(sort && { sort }) };
}

function partsOf(condition: Condition): readonly Condition[] {
  return condition.type === 'and' ? condition.conditions.flatMap(partsOf) : [condition];
}

function readPart(part: Condition): { readonly attribute: string; readonly condition: SortCondition } {
  switch (part.type) {
    case 'compare': {
      const isFlipped = part.left.type === 'value';
      const path = isFlipped ? part.right : part.left;
      const operator = isFlipped ? flipped[part.operator] : part.operator;
      if (operator === undefined || operator === '<>') {
        throw invalid(
          `Invalid KeyConditionExpression: Unsupported operator on KeyCondition: operator: ${part.operator}`,
        );
      }
      const value = operandValue(isFlipped ? part.left : part.right);
      return { attribute: attributeOf(path), condition: { type: 'compare', operator, value } };
    }
    case 'between':
      return {
        attribute: attributeOf(part.operand),
        condition: { type: 'between', low: operandValue(part.low), high: operandValue(part.high) },
      };
    case 'function':
      if (part.name === 'begins_with') {
        const [path, prefix] = part.operands as [Operand, Operand];
        return {
          attribute: attributeOf(path),
          condition: { type: 'begins_with', prefix: operandValue(prefix) },
        };
      }
      throw invalid(
        `Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: ${part.name}`,
      );
    default:
      throw invalid(
        `Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: ${part.type.toUpperCase()}`,
      );
  }
}

function attributeOf(operand: Operand): string {
  if (operand.type !== 'path') {
    throw invalid(
      'Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: a key attribute is missing',
    );
  }
  if (operand.path.length > 1) {
    throw invalid(
      'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
    );
  }
  return String(operand.path[0]);
}

function operandValue(operand: Operand): AttributeValue {
  if (operand.type === 'value') return operand.value;
  throw invalid(
    'Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: a key is compared with an attribute',
  );
}
