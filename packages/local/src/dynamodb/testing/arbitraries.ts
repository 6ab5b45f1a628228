import fc from 'fast-check';
import type { AttributeValue, Item } from '../item.ts';
import type { OracleCondition, OracleOperand, OraclePath } from './oracle.ts';
import { orderOf } from './oracle.ts';

/** Few different ones, so that random comparisons meet equal, smaller and greater values. */
export const numberText = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '-1',
    '10',
    '2',
    '0.1',
    '-0.10',
    '1e125',
    '-1e125',
    '1e-130',
    '12345678901234567890123456789012345678',
    '12345678901234567890123456789012345677',
    '0.1234567890123456789012345678901234567',
  ),
  fc.integer({ min: -20, max: 20 }).map(String),
);
export const plainText = fc.constantFrom(
  'a',
  'ab',
  'b',
  'A',
  '상품',
  '상',
  '\u{1f600}',
  '\uffff',
  'a\0',
  'a\0b',
  'é',
  'ab ',
);
export const binaryText = fc
  .oneof(
    fc.constantFrom([0], [255], [0, 255], [194, 128]),
    fc.array(fc.nat(255), { minLength: 1, maxLength: 3 }),
  )
  .map((bytes) => Buffer.from(bytes).toString('base64'));

const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.record({ S: fc.oneof(plainText, fc.constant('')) }),
  fc.record({ N: numberText }),
  fc.record({ B: fc.oneof(binaryText, fc.constant('')) }),
  fc.record({ BOOL: fc.boolean() }),
  fc.constant({ NULL: true } as const),
);
const set: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.record({ SS: fc.uniqueArray(plainText, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    NS: fc.uniqueArray(fc.integer({ min: -3, max: 3 }).map(String), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ BS: fc.uniqueArray(binaryText, { minLength: 1, maxLength: 3 }) }),
);

/** Names that an object's prototype has too, and some that placeholders have to stand for. */
export const attributeName = fc.constantFrom(
  'a',
  'b',
  'size',
  '__proto__',
  'constructor',
  'name with blanks',
  '가',
);

export const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    scalar,
    set,
    fc.record({ L: fc.array(tie('value'), { maxLength: 3 }) }),
    fc
      .array(fc.tuple(attributeName, tie('value')), { maxLength: 3 })
      .map((entries) => ({ M: itemOf(entries) })),
  ),
}));

/** As a JSON parser makes it: `__proto__` is an attribute like others. */
export function itemOf(entries: readonly (readonly [string, AttributeValue])[]): Item {
  return Object.fromEntries(entries);
}

export const item: fc.Arbitrary<Item> = fc
  .array(fc.tuple(attributeName, value), { maxLength: 4 })
  .map(itemOf);

export const path: fc.Arbitrary<OraclePath> = fc
  .tuple(attributeName, fc.array(fc.oneof(attributeName, fc.nat(2)), { maxLength: 2 }))
  .map(([name, steps]) => [name, ...steps]);

const operand: fc.Arbitrary<OracleOperand> = fc.oneof(
  fc.record({ path }),
  fc.record({ literal: value }),
  fc.record({ sizeOf: path }),
);
const ordered: fc.Arbitrary<OracleOperand> = fc.oneof(
  fc.record({ path }),
  fc.record({ literal: scalar.filter(({ BOOL, NULL }) => BOOL === undefined && NULL === undefined) }),
  fc.record({ sizeOf: path }),
);
const textual: fc.Arbitrary<OracleOperand> = fc.oneof(
  fc.record({ path }),
  fc.record({ literal: scalar.filter(({ S, B }) => S !== undefined || B !== undefined) }),
);
const types = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];

function isOtherPath([a, b]: readonly OracleOperand[]): boolean {
  return !('path' in a! && 'path' in b!) || JSON.stringify(a) !== JSON.stringify(b);
}

function isRange([, low, high]: readonly OracleOperand[]): boolean {
  if (!('literal' in low! && 'literal' in high!)) return true;
  const order = orderOf(low.literal, high.literal);
  return order !== undefined && order <= 0;
}

/** Conditions that DynamoDB accepts: those that it refuses by their form alone are left out. */
export const { condition } = fc.letrec<{ condition: OracleCondition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.record({
      is: fc.constant('compare' as const),
      operator: fc.constantFrom('=', '<>'),
      of: fc.tuple(operand, operand).filter(isOtherPath),
    }),
    fc.record({
      is: fc.constant('compare' as const),
      operator: fc.constantFrom('<', '<=', '>', '>='),
      of: fc.tuple(ordered, ordered).filter(isOtherPath),
    }),
    fc.record({
      is: fc.constant('between' as const),
      of: fc.tuple(ordered, ordered, ordered).filter(isRange),
    }),
    fc.record({
      is: fc.constant('in' as const),
      operand,
      of: fc.array(operand, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ is: fc.constant('exists' as const), path, expected: fc.boolean() }),
    fc.record({ is: fc.constant('type' as const), path, type: fc.constantFrom(...types) }),
    fc.record({
      is: fc.constant('begins_with' as const),
      of: fc.tuple(textual, textual).filter(isOtherPath),
    }),
    fc.record({ is: fc.constant('contains' as const), of: fc.tuple(operand, operand).filter(isOtherPath) }),
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ is: fc.constant('not' as const), of: tie('condition') }),
  ),
}));

/** An expression as a request has it. */
export interface RenderedExpression {
  readonly expression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** Writes expressions with placeholders for all their names and values. */
export function createRenderer(): {
  path(path: OraclePath): string;
  literal(value: AttributeValue): string;
  condition(condition: OracleCondition): string;
  request(): Omit<RenderedExpression, 'expression'>;
} {
  const names = new Map<string, string>();
  const values = new Map<string, AttributeValue>();

  function path([first, ...steps]: OraclePath): string {
    const name = (text: string) => {
      const known = names.get(text) ?? `#n${names.size}`;
      names.set(text, known);
      return known;
    };
    return steps.reduce<string>(
      (text, step) => text + (typeof step === 'number' ? `[${step}]` : `.${name(step)}`),
      name(String(first)),
    );
  }

  function literal(value: AttributeValue): string {
    const placeholder = `:v${values.size}`;
    values.set(placeholder, value);
    return placeholder;
  }

  function operandText(operand: OracleOperand): string {
    if ('literal' in operand) return literal(operand.literal);
    return 'path' in operand ? path(operand.path) : `size(${path(operand.sizeOf)})`;
  }

  function conditionText(one: OracleCondition): string {
    switch (one.is) {
      case 'compare':
        return `${operandText(one.of[0])} ${one.operator} ${operandText(one.of[1])}`;
      case 'between': {
        const [tested, low, high] = one.of.map(operandText);
        return `${tested} BETWEEN ${low} AND ${high}`;
      }
      case 'in':
        return `${operandText(one.operand)} IN (${one.of.map(operandText).join(', ')})`;
      case 'exists':
        return `attribute_${one.expected ? '' : 'not_'}exists(${path(one.path)})`;
      case 'type':
        return `attribute_type(${path(one.path)}, ${literal({ S: one.type })})`;
      case 'begins_with':
      case 'contains':
        return `${one.is}(${one.of.map(operandText).join(', ')})`;
      case 'and':
      case 'or':
        return one.of.map((part) => `(${conditionText(part)})`).join(` ${one.is.toUpperCase()} `);
      case 'not':
        return `NOT (${conditionText(one.of)})`;
    }
  }

  return {
    path,
    literal,
    condition: conditionText,
    request: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...names].map(([name, key]) => [key, name])),
      }),
      ...(values.size > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
    }),
  };
}

export function renderCondition(one: OracleCondition): RenderedExpression {
  const renderer = createRenderer();
  const expression = renderer.condition(one);
  return { expression, ...renderer.request() };
}
