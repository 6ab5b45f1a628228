import { invalid } from '../errors.ts';

export type TokenType = 'name' | 'name-placeholder' | 'value-placeholder' | 'number' | 'symbol' | 'end';

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  /** Where it begins in the expression. */
  readonly at: number;
}

const MAX_EXPRESSION_BYTES = 4096;
const MAX_TOKENS = 4096;
const TOKEN =
  /\s*(?:(?<name>[A-Za-z][A-Za-z0-9_]*)|(?<namePlaceholder>#[A-Za-z0-9_]+)|(?<valuePlaceholder>:[A-Za-z0-9_]+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>().,[\]+-]))/y;

/**
 * The tokens of an expression, the last one of type `end`.
 *
 * @param parameter `ConditionExpression`, for the message
 * @throws AwsError `ValidationException` for an expression that is empty, too long or contains other characters.
 */
export function tokenize(expression: string, parameter: string): readonly Token[] {
  if (expression.trim() === '') {
    throw invalid(`Invalid ${parameter}: The expression cannot be empty;`);
  }
  if (Buffer.byteLength(expression) > MAX_EXPRESSION_BYTES) {
    throw invalid(
      `Invalid ${parameter}: Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(expression)}`,
    );
  }
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(expression);
    if (!match) {
      const offset = at + (expression.slice(at).length - expression.slice(at).trimStart().length);
      throw syntaxError(parameter, expression, expression[offset]!, offset);
    }
    const { name, namePlaceholder, valuePlaceholder, number } = match.groups!;
    const text = match[0].trimStart();
    const type: TokenType =
      name !== undefined
        ? 'name'
        : namePlaceholder !== undefined
          ? 'name-placeholder'
          : valuePlaceholder !== undefined
            ? 'value-placeholder'
            : number !== undefined
              ? 'number'
              : 'symbol';
    tokens.push({ type, text, at: TOKEN.lastIndex - text.length });
    at = TOKEN.lastIndex;
    if (tokens.length > MAX_TOKENS) throw invalid(`Invalid ${parameter}: The expression is too long`);
  }
  tokens.push({ type: 'end', text: '<EOF>', at: expression.length });
  return tokens;
}

/** The message names the token and its neighbors, as DynamoDB's does. */
export function syntaxError(parameter: string, expression: string, token: string, at: number) {
  const near = expression.slice(Math.max(0, at - 12), at + token.length + 12).trim();
  return invalid(`Invalid ${parameter}: Syntax error; token: "${token}", near: "${near}"`);
}
