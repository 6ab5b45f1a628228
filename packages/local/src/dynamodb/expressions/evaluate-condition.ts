import type { AttributeValue, Item } from '../item.ts';
import { attributeOf, bytesOf, compare, equal, typeOf } from '../values.ts';
import type { Comparator, Condition, Operand, Path } from './syntax.ts';

/** The value at a document path, where there is one. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value = attributeOf(item, path[0] as string);
  for (let index = 1; value !== undefined && index < path.length; index++) {
    const step = path[index]!;
    value = typeof step === 'number' ? value.L?.[step] : value.M && attributeOf(value.M, step);
  }
  return value;
}

/**
 * Whether an item meets a condition; an item that does not exist is one without attributes. A comparison with an attribute that is
 * missing or has another type is false, except `<>`, which is then true.
 *
 * Rules: "Condition and filter expressions, operators, and functions" in the developer guide.
 */
export function meets(item: Item, condition: Condition): boolean {
  switch (condition.type) {
    case 'and':
      return condition.conditions.every((part) => meets(item, part));
    case 'or':
      return condition.conditions.some((part) => meets(item, part));
    case 'not':
      return !meets(item, condition.condition);
    case 'compare':
      return compares(
        condition.operator,
        operandValue(item, condition.left),
        operandValue(item, condition.right),
      );
    case 'between': {
      const value = operandValue(item, condition.operand);
      return (
        compares('>=', value, operandValue(item, condition.low)) &&
        compares('<=', value, operandValue(item, condition.high))
      );
    }
    case 'in': {
      const value = operandValue(item, condition.operand);
      return condition.list.some((operand) => compares('=', value, operandValue(item, operand)));
    }
    case 'function':
      return callFunction(
        condition.name,
        condition.operands.map((operand) => operandValue(item, operand)),
      );
  }
}

function operandValue(item: Item, operand: Operand): AttributeValue | undefined {
  switch (operand.type) {
    case 'value':
      return operand.value;
    case 'path':
      return valueAt(item, operand.path);
    case 'size': {
      const size = sizeOf(operandValue(item, operand.operand));
      return size === undefined ? undefined : { N: String(size) };
    }
  }
}

/** What the function `size` returns: not defined for numbers, booleans and null. */
function sizeOf(value: AttributeValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return bytesOf(value.B).length;
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}

function compares(
  operator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (operator === '<>') return !compares('=', left, right);
  if (left === undefined || right === undefined) return false;
  if (operator === '=') return equal(left, right);
  const order = compare(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function callFunction(name: string, [first, second]: readonly (AttributeValue | undefined)[]): boolean {
  switch (name) {
    case 'attribute_exists':
      return first !== undefined;
    case 'attribute_not_exists':
      return first === undefined;
    case 'attribute_type':
      return first !== undefined && typeOf(first) === second?.S;
    case 'begins_with':
      return first !== undefined && second !== undefined && beginsWith(first, second);
    default:
      return first !== undefined && second !== undefined && contains(first, second);
  }
}

export function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  if (value.B === undefined || prefix.B === undefined) return false;
  const start = bytesOf(prefix.B);
  return bytesOf(value.B).subarray(0, start.length).equals(start);
}

function contains(value: AttributeValue, part: AttributeValue): boolean {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.B !== undefined) return part.B !== undefined && bytesOf(value.B).includes(bytesOf(part.B));
  if (value.SS !== undefined) return part.S !== undefined && value.SS.includes(part.S);
  if (value.NS !== undefined) return part.N !== undefined && value.NS.includes(part.N);
  if (value.BS !== undefined) return part.B !== undefined && value.BS.includes(part.B);
  return value.L?.some((member) => equal(member, part)) ?? false;
}
