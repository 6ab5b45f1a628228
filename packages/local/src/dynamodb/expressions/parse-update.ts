import { typeOf } from '../values.ts';
import { checkOverlap } from './projection.ts';
import type { UpdateAction, UpdateOperand } from './syntax.ts';
import { createTokenReader, type Placeholders, type TokenReader } from './token-reader.ts';

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
const MAX_DEPTH = 150;

/**
 * Reads an update. Rules: "Using update expressions in DynamoDB" in the developer guide.
 *
 * @throws AwsError `ValidationException`
 */
export function parseUpdate(expression: string, placeholders: Placeholders): readonly UpdateAction[] {
  const reader = createTokenReader(expression, 'UpdateExpression', placeholders);
  const actions: UpdateAction[] = [];
  const seen = new Set<string>();
  while (reader.peek().type !== 'end') {
    const section = sections.find((name) => reader.acceptKeyword(name));
    if (!section) throw reader.unexpected();
    if (seen.has(section)) {
      throw reader.fail(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do actions.push(parseAction(section, reader));
    while (reader.accept(','));
  }
  checkOverlap(
    actions.map(({ path }) => path),
    reader.fail,
  );
  return actions;
}

function parseAction(section: (typeof sections)[number], reader: TokenReader): UpdateAction {
  const path = reader.path();
  switch (section) {
    case 'SET':
      reader.expect('=');
      return { type: 'set', path, operand: parseOperand(reader, 0) };
    case 'REMOVE':
      return { type: 'remove', path };
    default: {
      const { value } = reader.value();
      const type = typeOf(value);
      const allowed = section === 'ADD' ? ['N', 'SS', 'NS', 'BS'] : ['SS', 'NS', 'BS'];
      if (!allowed.includes(type)) {
        throw reader.fail(
          `Incorrect operand type for operator or function; operator: ${section}, operand type: ${longNames[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
        );
      }
      return { type: section === 'ADD' ? 'add' : 'delete', path, value };
    }
  }
}

const longNames: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};

/** One value, or the sum or difference of two. */
function parseOperand(reader: TokenReader, depth: number): UpdateOperand {
  const left = parseTerm(reader, depth);
  const operator = reader.accept('+') ? '+' : reader.accept('-') ? '-' : undefined;
  if (!operator) return left;
  reader.countOperator();
  const right = parseTerm(reader, depth);
  for (const operand of [left, right]) checkType(operand, 'N', operator, reader);
  return { type: 'arithmetic', operator, left, right };
}

function parseTerm(reader: TokenReader, depth: number): UpdateOperand {
  if (depth > MAX_DEPTH) throw reader.fail('The expression has too many nesting levels');
  const token = reader.peek();
  if (token.type === 'value-placeholder') return reader.value();
  if (reader.accept('(')) {
    const inner = parseOperand(reader, depth + 1);
    reader.expect(')');
    return inner;
  }
  const second = reader.peekSecond();
  if (token.type !== 'name' || second.type !== 'symbol' || second.text !== '(') {
    return { type: 'path', path: reader.path() };
  }
  const name = reader.next().text;
  reader.countOperator();
  reader.expect('(');
  if (name === 'if_not_exists') {
    if (reader.peek().type === 'value-placeholder') {
      throw reader.fail(`Operator or function requires a document path; operator or function: ${name}`);
    }
    const path = reader.path();
    reader.expect(',');
    const fallback = parseTerm(reader, depth + 1);
    reader.expect(')');
    return { type: 'if_not_exists', path, fallback };
  }
  if (name === 'list_append') {
    const first = parseTerm(reader, depth + 1);
    reader.expect(',');
    const other = parseTerm(reader, depth + 1);
    reader.expect(')');
    for (const operand of [first, other]) {
      checkType(operand, 'L', name, reader);
      if (operand.type === 'list_append') {
        throw reader.fail(
          `The function is not allowed to be used this way in an expression; function: ${name}`,
        );
      }
    }
    return { type: 'list_append', first, second: other };
  }
  throw reader.fail(
    isConditionFunction(name)
      ? `The function is not allowed in an update expression; function: ${name}`
      : `Invalid function name; function: ${name}`,
  );
}

function isConditionFunction(name: string): boolean {
  return /^(attribute_exists|attribute_not_exists|attribute_type|begins_with|contains|size)$/.test(name);
}

function checkType(operand: UpdateOperand, type: 'N' | 'L', operator: string, reader: TokenReader): void {
  if (operand.type !== 'value' || typeOf(operand.value) === type) return;
  throw reader.fail(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
  );
}
