import type { AttributeValue, Item } from '../item.ts';

/*
 * What DynamoDB's documentation states about values and conditions, written a second time and in another way than the engine: numbers
 * are integers of one scale, everything else is compared by a canonical text or by lists of bytes. Slow, and only for tests.
 */

const SCALE = 140n;

function integerOf(digits: string): bigint {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(digits)!;
  const shift = SCALE - BigInt(fraction.length) + BigInt(exponent);
  const unsigned = BigInt(whole + fraction || '0') * 10n ** shift;
  return sign === '-' ? -unsigned : unsigned;
}

function bytesOf({ S, B }: AttributeValue): number[] {
  return [...(S === undefined ? Buffer.from(B!, 'base64') : new TextEncoder().encode(S))];
}

/** Two values are equal where these texts are. */
function canonical(value: AttributeValue): string {
  const [[type, content]] = Object.entries(value) as [[string, never]];
  switch (type) {
    case 'N':
      return `N${integerOf(content)}`;
    case 'NS':
      return `NS${(content as string[])
        .map((one) => String(integerOf(one)))
        .sort()
        .join()}`;
    case 'SS':
    case 'BS':
      return `${type}${JSON.stringify([...(content as string[])].sort())}`;
    case 'L':
      return `[${(content as AttributeValue[]).map(canonical).join()}]`;
    case 'M': {
      const members = Object.entries(content as Item).sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
    }
    default:
      return JSON.stringify(value);
  }
}

export function isSame(a: AttributeValue, b: AttributeValue): boolean {
  return canonical(a) === canonical(b);
}

/** Negative, zero, positive; `undefined` where there is no order. */
export function orderOf(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.N !== undefined && b.N !== undefined) return sign(integerOf(a.N) - integerOf(b.N));
  const bothText = a.S !== undefined && b.S !== undefined;
  if (!bothText && !(a.B !== undefined && b.B !== undefined)) return undefined;
  const [left, right] = [bytesOf(a), bytesOf(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    if (left[index] !== right[index]) return left[index]! - right[index]!;
  }
  return left.length - right.length;
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Where a value is looked for: names and list indexes. */
export type OraclePath = readonly (string | number)[];

export type OracleOperand =
  | { readonly path: OraclePath }
  | { readonly literal: AttributeValue }
  | { readonly sizeOf: OraclePath };

export type OracleCondition =
  | {
      readonly is: 'compare';
      readonly operator: string;
      readonly of: readonly [OracleOperand, OracleOperand];
    }
  | { readonly is: 'between'; readonly of: readonly [OracleOperand, OracleOperand, OracleOperand] }
  | { readonly is: 'in'; readonly operand: OracleOperand; readonly of: readonly OracleOperand[] }
  | { readonly is: 'exists'; readonly path: OraclePath; readonly expected: boolean }
  | { readonly is: 'type'; readonly path: OraclePath; readonly type: string }
  | { readonly is: 'begins_with' | 'contains'; readonly of: readonly [OracleOperand, OracleOperand] }
  | { readonly is: 'and' | 'or'; readonly of: readonly OracleCondition[] }
  | { readonly is: 'not'; readonly of: OracleCondition };

/** Whether an item meets the condition, by the documentation. */
export function holds(item: Item, condition: OracleCondition): boolean {
  switch (condition.is) {
    case 'and':
      return !condition.of.some((part) => !holds(item, part));
    case 'or':
      return condition.of.some((part) => holds(item, part));
    case 'not':
      return !holds(item, condition.of);
    case 'exists':
      return (find(item, condition.path) !== undefined) === condition.expected;
    case 'type':
      return Object.keys(find(item, condition.path) ?? {})[0] === condition.type;
    case 'in': {
      const value = resolve(item, condition.operand);
      return condition.of.some((one) => {
        const other = resolve(item, one);
        return value !== undefined && other !== undefined && isSame(value, other);
      });
    }
    case 'between': {
      const [value, low, high] = condition.of.map((one) => resolve(item, one));
      if (!value || !low || !high) return false;
      return (orderOf(low, value) ?? 1) <= 0 && (orderOf(value, high) ?? 1) <= 0;
    }
    case 'compare':
      return comparison(condition.operator, resolve(item, condition.of[0]), resolve(item, condition.of[1]));
    case 'begins_with':
    case 'contains': {
      const [whole, part] = condition.of.map((one) => resolve(item, one));
      if (!whole || !part) return false;
      return condition.is === 'contains' ? isIn(whole, part) : startsWith(whole, part);
    }
  }
}

function comparison(operator: string, a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  const same = a !== undefined && b !== undefined && isSame(a, b);
  if (operator === '=') return same;
  if (operator === '<>') return !same;
  const order = a && b && orderOf(a, b);
  if (order === undefined) return false;
  return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator]!;
}

function startsWith(whole: AttributeValue, part: AttributeValue): boolean {
  const type = whole.S === undefined ? 'B' : 'S';
  if (whole[type] === undefined || part[type] === undefined) return false;
  const bytes = bytesOf(whole);
  return bytesOf(part).every((byte, index) => bytes[index] === byte);
}

function isIn(whole: AttributeValue, part: AttributeValue): boolean {
  if (whole.L) return whole.L.some((member) => isSame(member, part));
  for (const [set, type] of [
    ['SS', 'S'],
    ['NS', 'N'],
    ['BS', 'B'],
  ] as const) {
    const members: readonly string[] | undefined = whole[set];
    if (members) return members.some((member) => isSame({ [type]: member }, part));
  }
  const type = whole.S === undefined ? 'B' : 'S';
  if (whole[type] === undefined || part[type] === undefined) return false;
  const bytes = bytesOf(whole);
  return bytes.concat(-1).some((_, from) => startsWithAt(bytes, bytesOf(part), from));
}

function startsWithAt(bytes: readonly number[], part: readonly number[], from: number): boolean {
  return part.every((byte, index) => bytes[from + index] === byte);
}

function resolve(item: Item, operand: OracleOperand): AttributeValue | undefined {
  if ('literal' in operand) return operand.literal;
  if ('path' in operand) return find(item, operand.path);
  const value = find(item, operand.sizeOf);
  if (!value) return undefined;
  const [[type, content]] = Object.entries(value) as [[string, never]];
  if (type === 'S' || type === 'B') return { N: String(bytesOf(value).length) };
  if (type === 'M') return { N: String(Object.keys(content).length) };
  return Array.isArray(content) ? { N: String((content as unknown[]).length) } : undefined;
}

function find(item: Item, path: OraclePath): AttributeValue | undefined {
  let found: AttributeValue | undefined = { M: item };
  for (const step of path) {
    const members: ReadonlyMap<string | number, AttributeValue> = new Map<string | number, AttributeValue>(
      typeof step === 'number' ? [...(found?.L ?? []).entries()] : Object.entries(found?.M ?? {}),
    );
    found = members.get(step);
  }
  return found;
}
