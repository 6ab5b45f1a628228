import { isJsonObject } from '../json-object.ts';
import { matchPieces } from '../pieces.ts';
import { PatternError } from './pattern-error.ts';

type JsonTest = (value: unknown) => boolean;

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(\$(?:\.[\w-]+|\[\d+\])+)|(&&|\|\||!=|<=|>=|[()=<>{}])|([\w.*+-]+))/y;

/**
 * Compiles a JSON pattern: comparisons of properties with `&&`, `||` and parentheses.
 *
 * @throws PatternError
 */
export function compileJsonPattern(text: string): JsonTest {
  const reader = createReader(tokensOf(text));
  reader.expect('{');
  const test = readAny(reader);
  reader.expect('}');
  if (reader.peek() !== undefined) throw new PatternError(`"${reader.peek()}" follows its end`);
  return test;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (!token) throw new PatternError(`"${text.slice(at, at + 20).trim()}" can't be read`);
    tokens.push(token[0].trimStart());
  }
  return tokens;
}

interface Reader {
  peek(): string | undefined;
  take(): string;
  /** Takes the token if it is the next one. */
  takeIf(token: string): boolean;
  expect(token: string): void;
}

function createReader(tokens: readonly string[]): Reader {
  let at = 0;
  const reader: Reader = {
    peek: () => tokens[at],
    take() {
      const token = tokens[at++];
      if (token === undefined) throw new PatternError('it ends too early');
      return token;
    },
    takeIf(token) {
      if (tokens[at] !== token) return false;
      at++;
      return true;
    },
    expect(token) {
      const found = reader.take();
      if (found !== token) throw new PatternError(`"${found}" stands where "${token}" is expected`);
    },
  };
  return reader;
}

function readAny(reader: Reader): JsonTest {
  const tests = [readAll(reader)];
  while (reader.takeIf('||')) tests.push(readAll(reader));
  return (value) => tests.some((test) => test(value));
}

function readAll(reader: Reader): JsonTest {
  const tests = [readOne(reader)];
  while (reader.takeIf('&&')) tests.push(readOne(reader));
  return (value) => tests.every((test) => test(value));
}

function readOne(reader: Reader): JsonTest {
  if (reader.takeIf('(')) {
    const test = readAny(reader);
    reader.expect(')');
    return test;
  }
  const selector = reader.take();
  if (!selector.startsWith('$')) throw new PatternError(`"${selector}" is not a property such as $.level`);
  const valueOf = compileSelector(selector);
  const test = readTest(reader);
  return (value) => test(valueOf(value));
}

function compileSelector(selector: string): (value: unknown) => unknown {
  const names = [...selector.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(
    ([, name, index]) => name ?? Number(index),
  );
  return (value) =>
    names.reduce<unknown>((found, name) => {
      if (typeof name === 'number') return Array.isArray(found) ? (found as unknown[])[name] : undefined;
      return isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
    }, value);
}

/** What is tested of a property's value; `undefined`: the object does not have it. */
function readTest(reader: Reader): JsonTest {
  const operator = reader.take();
  if (operator === 'NOT') {
    reader.expect('EXISTS');
    return (value) => value === undefined;
  }
  if (operator === 'IS') {
    const word = reader.take();
    const wanted = new Map<string, unknown>([
      ['TRUE', true],
      ['FALSE', false],
      ['NULL', null],
    ]);
    if (!wanted.has(word)) throw new PatternError(`"IS ${word}" is not IS TRUE, IS FALSE or IS NULL`);
    return (value) => value === wanted.get(word);
  }
  const literal = reader.take();
  if (operator === '=' || operator === '!=') {
    const equals = compileEquals(literal);
    return operator === '=' ? equals : (value) => value !== undefined && !equals(value);
  }
  const compare = comparisons[operator];
  const limit = Number(literal);
  if (!compare || Number.isNaN(limit)) throw new PatternError(`"${operator} ${literal}" is not a comparison`);
  return (value) => typeof value === 'number' && compare(value, limit);
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** A number equals a number; of a text `*` is any part. */
function compileEquals(literal: string): JsonTest {
  const isQuoted = literal.startsWith('"');
  const number = Number(literal);
  if (!isQuoted && !Number.isNaN(number)) return (value) => value === number || value === literal;
  const pieces = (isQuoted ? literal.slice(1, -1).replaceAll(/\\(.)/g, '$1') : literal).split('*');
  return (value) => typeof value === 'string' && matchPieces(pieces, value);
}
