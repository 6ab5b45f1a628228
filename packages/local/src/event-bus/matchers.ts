import { BlockList, isIP } from 'node:net';
import { GroundcrewError } from '@groundcrew/errors';
import { matchPieces } from '../pieces.ts';

/** The value at the end of a path in an event. */
export type Leaf = string | number | boolean | null;

/** Whether a leaf matches. */
export type Matcher = (leaf: Leaf) => boolean;

type Operators = Readonly<Record<string, (wanted: unknown, at: string) => Matcher>>;

/**
 * Compiles one element of a field's list in a pattern: a value, or an object with one operator.
 *
 * Rules: "Comparison operators for use in event patterns" in the EventBridge user guide. `exists: false` is not tested on
 * a leaf.
 *
 * @throws GroundcrewError `local.pattern.refused`
 */
export function compileMatcher(wanted: unknown, at: string): Matcher {
  if (typeof wanted !== 'object' || wanted === null) return (leaf) => leaf === wanted;
  return compileOperator(operators, wanted, at);
}

/** Quotes the refused value, its path, and what to write instead. */
export function patternError(wanted: unknown, at: string, hint: string): GroundcrewError {
  return new GroundcrewError(
    'local.pattern.refused',
    `${JSON.stringify(wanted)} at ${at || 'the top'} of the event pattern is not supported; ${hint}`,
    { fault: 'bug' },
  );
}

function compileOperator(supported: Operators, wanted: unknown, at: string): Matcher {
  const entries = typeof wanted === 'object' && wanted !== null ? Object.entries(wanted) : [];
  const [name, argument] = entries[0] ?? [];
  const operator = name !== undefined && Object.hasOwn(supported, name) ? supported[name] : undefined;
  if (operator !== undefined && entries.length === 1) return operator(argument, at);
  throw patternError(wanted, at, `write an object with one of ${Object.keys(supported).join(', ')}`);
}

const textOperators: Operators = {
  prefix: textMatcher((leaf, text) => leaf.startsWith(text)),
  suffix: textMatcher((leaf, text) => leaf.endsWith(text)),
  'equals-ignore-case': textMatcher(sameIgnoringCase),
  wildcard: (wanted, at) => {
    const matches = compileWildcard(needText(wanted, at), at);
    return (leaf) => typeof leaf === 'string' && matches(leaf);
  },
};

const operators: Operators = {
  ...textOperators,
  prefix: orIgnoringCase(textOperators.prefix!, (leaf, text) =>
    sameIgnoringCase(leaf.slice(0, text.length), text),
  ),
  suffix: orIgnoringCase(textOperators.suffix!, (leaf, text) =>
    sameIgnoringCase(leaf.slice(Math.max(0, leaf.length - text.length)), text),
  ),
  numeric: compileNumeric,
  cidr: compileCidr,
  exists: (wanted, at) => {
    if (wanted === true) return () => true;
    throw patternError(wanted, at, 'write true or false');
  },
  'anything-but': (wanted, at) => {
    const none = compileForbidden(wanted, at);
    return (leaf) => !none.some((matches) => matches(leaf));
  },
};

/** The excluded values: a value, a list of values, or an operator with a string or a list of strings. */
function compileForbidden(wanted: unknown, at: string): Matcher[] {
  if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)) {
    const [[name, texts] = []] = Object.entries(wanted);
    return asList(texts, at).map((text) => compileOperator(textOperators, { [name ?? '']: text }, at));
  }
  return asList(wanted, at).map((value) => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw patternError(value, at, 'write strings, numbers, or an object with an operator');
    }
    return (leaf) => leaf === value;
  });
}

function asList(value: unknown, at: string): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0) return list;
  throw patternError(value, at, 'write at least one value');
}

function textMatcher(matches: (leaf: string, text: string) => boolean) {
  return (wanted: unknown, at: string): Matcher => {
    const text = needText(wanted, at);
    return (leaf) => typeof leaf === 'string' && matches(leaf, text);
  };
}

/** An operator whose argument is a string, or `{ "equals-ignore-case": string }`. */
function orIgnoringCase(
  plain: Operators[string],
  ignoringCase: (leaf: string, text: string) => boolean,
): Operators[string] {
  const inner: Operators = { 'equals-ignore-case': textMatcher(ignoringCase) };
  return (wanted, at) =>
    typeof wanted === 'string' ? plain(wanted, at) : compileOperator(inner, wanted, at);
}

function needText(wanted: unknown, at: string): string {
  if (typeof wanted === 'string') return wanted;
  throw patternError(wanted, at, 'write a string');
}

function sameIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

// "Numeric matching" on the same page.
const MAX_NUMBER = 5e9;

function compileNumeric(wanted: unknown, at: string): Matcher {
  const parts: readonly unknown[] = Array.isArray(wanted) ? wanted : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const compare = comparisons[String(parts[index])];
    const limit = parts[index + 1];
    if (compare === undefined || typeof limit !== 'number' || Math.abs(limit) > MAX_NUMBER) {
      throw patternError(wanted, at, 'write comparisons with numbers from -5e9 to 5e9: [">", 0, "<=", 5]');
    }
    tests.push((value) => compare(value, limit));
  }
  if (tests.length !== 1 && tests.length !== 2)
    throw patternError(wanted, at, 'write one or two comparisons');
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
}

function compileCidr(wanted: unknown, at: string): Matcher {
  const [address = '', bits = ''] = needText(wanted, at).split('/');
  const family = isIP(address);
  const isRange = /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
  if (family === 0 || !isRange) throw patternError(wanted, at, 'write a range of addresses: 10.0.0.0/24');
  const range = new BlockList();
  range.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return (leaf) =>
    typeof leaf === 'string' && isIP(leaf) === family && range.check(leaf, family === 4 ? 'ipv4' : 'ipv6');
}

/** `*` matches any characters, or none; `\*` and `\\` match the characters themselves. */
function compileWildcard(text: string, at: string): (leaf: string) => boolean {
  const pieces = [''];
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '*') {
      if (text[index - 1] === '*' && pieces.at(-1) === '') {
        throw patternError(text, at, 'write one * instead of two adjacent ones');
      }
      pieces.push('');
      continue;
    }
    const literal = character === '\\' ? text[++index] : character;
    if (literal === undefined || (character === '\\' && !'*\\'.includes(literal))) {
      throw patternError(text, at, 'write \\\\ for a backslash and \\* for a star');
    }
    pieces[pieces.length - 1] += literal;
  }
  return (leaf) => matchPieces(pieces, leaf);
}
