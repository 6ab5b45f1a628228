import { literal, matches, type Token } from '../wildcard.ts';

const PLACEHOLDER_PATTERN = /\$\{(\w+)\}/g;

const knownFormats = new Map<string, readonly Token[]>();

/** The tokens of an ARN format: what `${…}` stands for is any text. The formats are those of the reference, a few hundred. */
export function formatTokens(format: string): readonly Token[] {
  const known = knownFormats.get(format);
  if (known !== undefined) return known;
  const tokens = readTokens(format);
  knownFormats.set(format, tokens);
  return tokens;
}

function readTokens(format: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const found of format.matchAll(PLACEHOLDER_PATTERN)) {
    tokens.push(
      ...literal(format.slice(at, found.index)),
      { many: false, within: false },
      { many: true, within: false },
    );
    at = found.index + found[0].length;
  }
  tokens.push(...literal(format.slice(at)));
  // Within its part of the ARN, also where it is a whole part.
  let part = 1;
  return tokens.map((token) => {
    if (token === ':') part += 1;
    return typeof token === 'string' || part > 5 ? token : { ...token, within: true };
  });
}

/** Longer than nearly all ARNs. A regular expression is quicker, and its time grows with more than the length of a hostile one. */
const MAX_PATTERN_LENGTH = 256;

/** Whether an ARN has a format. */
export function hasFormat(arn: string, format: string): boolean {
  if (arn.length > MAX_PATTERN_LENGTH) return matches(formatTokens(format), arn);
  return formatPattern(format).test(arn);
}

/** The values that the placeholders of a format have in an ARN; `undefined`: it has another format. */
export function readFormat(arn: string, format: string): Record<string, string> | undefined {
  return hasFormat(arn, format) ? formatPattern(format).exec(arn)?.groups : undefined;
}

const knownPatterns = new Map<string, RegExp>();

/** A pattern with a group for each placeholder. */
function formatPattern(format: string): RegExp {
  let pattern = knownPatterns.get(format);
  if (pattern === undefined) {
    pattern = compilePattern(format);
    knownPatterns.set(format, pattern);
  }
  return pattern;
}

function compilePattern(format: string): RegExp {
  let part = 1;
  const pieces = format.split(/(\$\{\w+\}|:)/).map((piece) => {
    if (piece === ':') part += 1;
    const name = /^\$\{(\w+)\}$/.exec(piece)?.[1];
    if (name === undefined) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return part < 6 ? `(?<${name}>[^:]+)` : `(?<${name}>.+?)`;
  });
  return new RegExp(`^${pieces.join('')}$`, 's');
}

/** Values for the placeholders of a format; those without one become `*`. */
export type FormatValues = Readonly<Record<string, string | undefined>>;

/** The ARN of a format with these values. */
export function fillFormat(format: string, values: FormatValues): string {
  return format.replaceAll(PLACEHOLDER_PATTERN, (_, name: string) => values[name] ?? '*');
}

/** The placeholders of a format, in order. */
export function placeholdersOf(format: string): string[] {
  return [...format.matchAll(PLACEHOLDER_PATTERN)].map(([, name]) => name!);
}
