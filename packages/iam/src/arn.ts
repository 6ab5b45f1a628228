import { matches, type Token, type Wildcard } from './wildcard.ts';

/** `arn:partition:service:region:account:resource`; only the last part may contain colons. */
const PARTS = 6;

/**
 * The tokens of a pattern for the ARNs of a `Resource` element: a wildcard stays within its part of the ARN, unless it is a
 * `*` at the end of the part, which may expand beyond the colon ("IAM JSON policy elements: Resource").
 */
export function resourceTokens(tokens: readonly Token[]): Token[] {
  let part = 1;
  return tokens.map((token, index) => {
    if (token === ':') part += 1;
    if (typeof token === 'string' || part >= PARTS) return token;
    const next = tokens[index + 1];
    const endsPart = next === undefined || next === ':';
    return token.many && endsPart ? token : within(token);
  });
}

/** Whether an ARN fits a pattern of `ArnLike`: part by part ("ARN condition operators"). */
export function matchesArn(pattern: readonly Token[], arn: string): boolean {
  if (pattern.length === 1 && isMany(pattern[0]!)) return true;
  const patternParts = split(pattern, (token) => token === ':');
  const arnParts = split(Array.from(arn), (character) => character === ':');
  if (patternParts.length < PARTS || arnParts.length < PARTS) return false;
  return patternParts.every((part, index) => matches(part, arnParts[index]!.join('')));
}

/** The six parts. */
function split<Item>(items: readonly Item[], isColon: (item: Item) => boolean): Item[][] {
  const parts: Item[][] = [[]];
  for (const item of items) {
    if (isColon(item) && parts.length < PARTS) parts.push([]);
    else parts.at(-1)!.push(item);
  }
  return parts;
}

function within(wildcard: Wildcard): Wildcard {
  return { ...wildcard, within: true };
}

function isMany(token: Token): boolean {
  return typeof token !== 'string' && token.many;
}
