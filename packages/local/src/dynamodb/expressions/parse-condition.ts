import { invalid, quoted } from '../errors.ts';
import type { AttributeValue } from '../item.ts';
import { bytesOf, compare, isAttributeType, typeOf } from '../values.ts';
import type { Comparator, Condition, ConditionFunction, Operand } from './syntax.ts';
import { pathText } from './syntax.ts';
import { createTokenReader, type Placeholders, type TokenReader } from './token-reader.ts';

/** What a pair of parentheses may contain: a condition, or an operand alone. */
type Node = ({ readonly condition: Condition } | { readonly operand: Operand }) & {
  readonly isParenthesized?: true;
};

const comparators: readonly string[] = ['=', '<>', '<', '<=', '>', '>='];
const functionOperands: Readonly<Record<ConditionFunction, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
};
const MAX_IN_OPERANDS = 100;
const MAX_DEPTH = 150;

/**
 * Reads a condition, filter or key condition. Rules: "Condition and filter expressions, operators, and functions" in the
 * developer guide.
 *
 * @param parameter `ConditionExpression`, `FilterExpression` or `KeyConditionExpression`
 * @throws AwsError `ValidationException`
 */
export function parseCondition(expression: string, parameter: string, placeholders: Placeholders): Condition {
  const reader = createTokenReader(expression, parameter, placeholders);
  const condition = conditionOf(parseOr(reader, 0), reader);
  if (reader.peek().type !== 'end') throw reader.unexpected();
  return condition;
}

function conditionOf(node: Node, reader: TokenReader): Condition {
  if ('condition' in node) return node.condition;
  throw node.operand.type === 'size'
    ? reader.fail('The function is not allowed to be used this way in an expression; function: size')
    : reader.unexpected();
}

function operandOf(node: Node, reader: TokenReader): Operand {
  if ('operand' in node) return node.operand;
  if (node.condition.type === 'function') {
    throw reader.fail(
      `The function is not allowed to be used this way in an expression; function: ${node.condition.name}`,
    );
  }
  throw reader.unexpected();
}

function parseOr(reader: TokenReader, depth: number): Node {
  return parseChain(reader, depth, 'or', parseAnd);
}

function parseAnd(reader: TokenReader, depth: number): Node {
  return parseChain(reader, depth, 'and', parseNot);
}

function parseChain(
  reader: TokenReader,
  depth: number,
  type: 'and' | 'or',
  parse: (reader: TokenReader, depth: number) => Node,
): Node {
  const first = parse(reader, depth);
  if (!isKeyword(reader, type.toUpperCase())) return first;
  const conditions = [conditionOf(first, reader)];
  while (reader.acceptKeyword(type.toUpperCase())) {
    reader.countOperator();
    conditions.push(conditionOf(parse(reader, depth), reader));
  }
  return { condition: { type, conditions } };
}

function isKeyword(reader: TokenReader, keyword: string): boolean {
  const { type, text } = reader.peek();
  return type === 'name' && text.toUpperCase() === keyword;
}

function parseNot(reader: TokenReader, depth: number): Node {
  if (depth > MAX_DEPTH) throw reader.fail('The expression has too many nesting levels');
  if (!reader.acceptKeyword('NOT')) return parseComparison(reader, depth);
  reader.countOperator();
  return { condition: { type: 'not', condition: conditionOf(parseNot(reader, depth + 1), reader) } };
}

function parseComparison(reader: TokenReader, depth: number): Node {
  const node = parsePrimary(reader, depth);
  const { type, text } = reader.peek();
  if (type === 'symbol' && comparators.includes(text)) {
    reader.next();
    reader.countOperator();
    const left = operandOf(node, reader);
    const right = operandOf(parsePrimary(reader, depth), reader);
    checkDistinct(text, left, right, reader);
    if (text !== '=' && text !== '<>') {
      checkOrdered(text, left, reader);
      checkOrdered(text, right, reader);
    }
    return { condition: { type: 'compare', operator: text as Comparator, left, right } };
  }
  if (reader.acceptKeyword('BETWEEN')) {
    reader.countOperator();
    const operand = operandOf(node, reader);
    const low = operandOf(parsePrimary(reader, depth), reader);
    if (!reader.acceptKeyword('AND')) throw reader.unexpected();
    const high = operandOf(parsePrimary(reader, depth), reader);
    for (const bound of [operand, low, high]) checkOrdered('BETWEEN', bound, reader);
    checkBounds(low, high, reader);
    return { condition: { type: 'between', operand, low, high } };
  }
  if (reader.acceptKeyword('IN')) {
    reader.countOperator();
    const operand = operandOf(node, reader);
    reader.expect('(');
    const list: Operand[] = [];
    do list.push(operandOf(parsePrimary(reader, depth), reader));
    while (reader.accept(','));
    reader.expect(')');
    if (list.length > MAX_IN_OPERANDS) {
      throw reader.fail(
        `The IN operator is provided with too many operands; number of operands: ${list.length}`,
      );
    }
    return { condition: { type: 'in', operand, list } };
  }
  return node;
}

function parsePrimary(reader: TokenReader, depth: number): Node {
  const token = reader.peek();
  if (token.type === 'value-placeholder') return { operand: reader.value() };
  if (reader.accept('(')) {
    const inner = parseOr(reader, depth + 1);
    reader.expect(')');
    if (inner.isParenthesized) throw reader.fail('The expression has redundant parentheses;');
    return { ...inner, isParenthesized: true };
  }
  const second = reader.peekSecond();
  if (token.type === 'name' && second.type === 'symbol' && second.text === '(') {
    return parseFunction(reader, depth);
  }
  return { operand: { type: 'path', path: reader.path() } };
}

function parseFunction(reader: TokenReader, depth: number): Node {
  const name = reader.next().text;
  reader.countOperator();
  if (name !== 'size' && !Object.hasOwn(functionOperands, name)) {
    throw reader.fail(
      name === 'if_not_exists' || name === 'list_append'
        ? `The function is not allowed in a condition expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  }
  reader.expect('(');
  const operands: Operand[] = [];
  do operands.push(operandOf(parseOr(reader, depth + 1), reader));
  while (reader.accept(','));
  reader.expect(')');
  const expected = name === 'size' ? 1 : functionOperands[name as ConditionFunction];
  if (operands.length !== expected) {
    throw reader.fail(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (name === 'size') {
    checkSizeOperand(operands[0]!, reader);
    return { operand: { type: 'size', operand: operands[0]! } };
  }
  checkFunction(name as ConditionFunction, operands, reader);
  return { condition: { type: 'function', name: name as ConditionFunction, operands } };
}

function checkFunction(name: ConditionFunction, operands: readonly Operand[], reader: TokenReader): void {
  const [first, second] = operands as [Operand, Operand];
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if (first.type !== 'path') {
      throw reader.fail(`Operator or function requires a document path; operator or function: ${name}`);
    }
    return;
  }
  checkDistinct(name, first, second, reader);
  if (name === 'attribute_type') {
    if (second.type !== 'value')
      throw reader.fail(
        'Incorrect operand type for operator or function; operator or function: attribute_type',
      );
    const type = second.value.S;
    if (type === undefined) throw wrongType(name, second, reader);
    if (!isAttributeType(type)) {
      throw reader.fail(
        `Invalid attribute type name found; type: ${type}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
      );
    }
  }
  if (name === 'begins_with') {
    for (const operand of operands) {
      if (operand.type === 'size') throw wrongType(name, operand, reader);
      if (operand.type === 'value' && operand.value.S === undefined && operand.value.B === undefined) {
        throw wrongType(name, operand, reader);
      }
    }
  }
}

function checkSizeOperand(operand: Operand, reader: TokenReader): void {
  if (operand.type === 'size') throw wrongType('size', operand, reader);
  if (operand.type === 'value' && ['N', 'BOOL', 'NULL'].includes(typeOf(operand.value))) {
    throw wrongType('size', operand, reader);
  }
}

function checkOrdered(operator: string, operand: Operand, reader: TokenReader): void {
  if (operand.type === 'value' && !['S', 'N', 'B'].includes(typeOf(operand.value))) {
    throw wrongType(operator, operand, reader);
  }
}

function wrongType(name: string, operand: Operand, reader: TokenReader) {
  const type = operand.type === 'value' ? typeOf(operand.value) : 'N';
  return reader.fail(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  );
}

function checkDistinct(operator: string, left: Operand, right: Operand, reader: TokenReader): void {
  if (left.type !== 'path' || right.type !== 'path' || pathText(left.path) !== pathText(right.path)) return;
  throw reader.fail(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${pathText(left.path)}`,
  );
}

function checkBounds(low: Operand, high: Operand, reader: TokenReader): void {
  if (low.type !== 'value' || high.type !== 'value') return;
  const order = compare(low.value, high.value);
  const bounds = `lower bound operand: AttributeValue: {${boundText(low.value)}}, upper bound operand: AttributeValue: {${boundText(high.value)}}`;
  if (order === undefined) {
    throw reader.fail(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  }
  if (order > 0) {
    throw reader.fail(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

function boundText(value: AttributeValue): string {
  const type = typeOf(value);
  return `${type}:${type === 'B' ? bytesOf(value.B!).toString('latin1') : quoted(value[type])}`;
}

/** @throws AwsError `ValidationException` where the parameter is not a text. */
export function expressionText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw invalid('Unexpected value type in payload', 'SerializationException');
}
