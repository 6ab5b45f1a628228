import type { AwsError } from '../../service.ts';
import { invalid } from '../errors.ts';
import type { AttributeValue } from '../item.ts';
import { checkedName, readValue } from '../values.ts';
import { syntaxError, type Token, tokenize } from './lexer.ts';
import { isReservedWord } from './reserved-words.ts';
import type { Path, PathStep } from './syntax.ts';

const MAX_OPERATORS = 300;
const MAX_LIST_INDEX = 2 ** 31 - 1;

/** The placeholders of a request, and which of them its expressions have used. */
export interface Placeholders {
  name(placeholder: string, parameter: string): string;
  value(placeholder: string, parameter: string): AttributeValue;
  /** @throws AwsError `ValidationException` for a placeholder that no expression used. */
  checkAllUsed(): void;
}

/**
 * @param names `ExpressionAttributeNames` of the request
 * @param values `ExpressionAttributeValues` of the request
 * @throws AwsError `ValidationException`
 */
export function createPlaceholders(names: unknown, values: unknown): Placeholders {
  const nameOf = entriesOf('ExpressionAttributeNames', names, /^#[A-Za-z0-9_]+$/, (name) => {
    if (typeof name !== 'string') throw invalid('Unexpected value type in payload', 'SerializationException');
    return checkedName(name);
  });
  const valuesByKey = entriesOf('ExpressionAttributeValues', values, /^:[A-Za-z0-9_]+$/, (value, key) => {
    try {
      return readValue(value);
    } catch (error) {
      const { code, message } = error as AwsError;
      if (code !== 'ValidationException') throw error;
      throw invalid(`ExpressionAttributeValues contains invalid value: ${message} for key ${key}`);
    }
  });
  const unusedNames = new Set(nameOf.keys());
  const unusedValues = new Set(valuesByKey.keys());
  return {
    name(placeholder, parameter) {
      const name = nameOf.get(placeholder);
      if (name === undefined) {
        throw invalid(
          `Invalid ${parameter}: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
        );
      }
      unusedNames.delete(placeholder);
      return name;
    },
    value(placeholder, parameter) {
      const value = valuesByKey.get(placeholder);
      if (value === undefined) {
        throw invalid(
          `Invalid ${parameter}: An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
        );
      }
      unusedValues.delete(placeholder);
      return value;
    },
    checkAllUsed() {
      for (const [parameter, unused] of [
        ['ExpressionAttributeNames', unusedNames],
        ['ExpressionAttributeValues', unusedValues],
      ] as const) {
        if (unused.size > 0) {
          throw invalid(
            `Value provided in ${parameter} unused in expressions: keys: {${[...unused].join(', ')}}`,
          );
        }
      }
    },
  };
}

function entriesOf<Value>(
  parameter: string,
  given: unknown,
  form: RegExp,
  read: (value: unknown, key: string) => Value,
): Map<string, Value> {
  const entries = new Map<string, Value>();
  if (given === undefined || given === null) return entries;
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw invalid('Unexpected value type in payload', 'SerializationException');
  }
  for (const [key, value] of Object.entries(given)) {
    if (!form.test(key)) {
      throw invalid(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
    }
    entries.set(key, read(value, key));
  }
  if (entries.size === 0) throw invalid(`${parameter} must not be empty`);
  return entries;
}

/** Reads the tokens of one expression: what condition, update and projection have in common. */
export interface TokenReader {
  readonly parameter: string;
  peek(): Token;
  /** The token after the next one. */
  peekSecond(): Token;
  next(): Token;
  /** Whether the next token is this symbol; then it is consumed. */
  accept(symbol: string): boolean;
  /** Whether the next token is this keyword, in any case; then it is consumed. */
  acceptKeyword(keyword: string): boolean;
  expect(symbol: string): void;
  unexpected(token?: Token): AwsError;
  fail(message: string): AwsError;
  path(): Path;
  value(): { readonly type: 'value'; readonly name: string; readonly value: AttributeValue };
  /** To be called for each operator and function: there may be 300. */
  countOperator(): void;
}

export function createTokenReader(
  expression: string,
  parameter: string,
  placeholders: Placeholders,
): TokenReader {
  const tokens = tokenize(expression, parameter);
  let position = 0;
  let operators = 0;

  const peek = () => tokens[position]!;
  const next = () => tokens[position === tokens.length - 1 ? position : position++]!;
  const unexpected = ({ text, at } = peek()) => syntaxError(parameter, expression, text, at);
  const fail = (message: string) => invalid(`Invalid ${parameter}: ${message}`);

  function accept(symbol: string): boolean {
    const { type, text } = peek();
    if (type !== 'symbol' || text !== symbol) return false;
    next();
    return true;
  }

  function expect(symbol: string): void {
    if (!accept(symbol)) throw unexpected();
  }

  function step(): string {
    const token = next();
    if (token.type === 'name-placeholder') return placeholders.name(token.text, parameter);
    if (token.type !== 'name') throw unexpected(token);
    if (isReservedWord(token.text)) {
      throw fail(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    }
    return token.text;
  }

  return {
    parameter,
    peek,
    peekSecond: () => tokens[Math.min(position + 1, tokens.length - 1)]!,
    next,
    accept,
    acceptKeyword(keyword) {
      const { type, text } = peek();
      if (type !== 'name' || text.toUpperCase() !== keyword) return false;
      next();
      return true;
    },
    expect,
    unexpected,
    fail,
    path() {
      const steps: PathStep[] = [step()];
      for (;;) {
        if (accept('.')) steps.push(step());
        else if (accept('[')) {
          const index = next();
          if (index.type !== 'number') throw unexpected(index);
          if (Number(index.text) > MAX_LIST_INDEX) {
            throw fail(`List index is not within the allowable range; index: [${index.text}]`);
          }
          steps.push(Number(index.text));
          expect(']');
        } else break;
        if (steps.length > 32)
          throw fail('The document path has too many nesting elements; nesting levels: 33');
      }
      return steps;
    },
    value() {
      const token = next();
      if (token.type !== 'value-placeholder') throw unexpected(token);
      return { type: 'value', name: token.text, value: placeholders.value(token.text, parameter) };
    },
    countOperator() {
      if (++operators > MAX_OPERATORS) {
        throw fail(`The expression contains too many operators; operator count: ${operators}`);
      }
    },
  };
}
