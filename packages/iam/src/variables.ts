import type { ContextReader } from './context.ts';
import { literal, type Token, tokensOf } from './wildcard.ts';

/** A text with its variables replaced, or why it has none: a variable is absent, or nothing is known of it. */
export type Expanded = readonly Token[] | 'absent' | { readonly unknown: readonly string[] };

export interface ExpandOptions {
  /** Whether `${…}` is a variable: not in policies of 2008-10-17. */
  readonly variables: boolean;
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
}

/** `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}` */
const VARIABLE_PATTERN = /\$\{([^{}]*)\}/g;
const DEFAULT_PATTERN = /^\s*([^,]*?)\s*,\s*'([^']*)'\s*$/;
/** For the characters that would otherwise have a meaning. */
const escapes = new Set(['*', '?', '$']);

/**
 * The tokens of a text with its policy variables replaced. The values are taken as they are: a `*` in one is not a wildcard.
 *
 * Rules: "IAM policy elements: Variables and tags": a variable of a key that is absent, or that has several values, makes
 * the whole statement inapplicable, unless it has a default.
 */
export function expand(text: string, context: ContextReader, options: ExpandOptions): Expanded {
  const read = options.wildcards ? tokensOf : literal;
  if (!options.variables || !text.includes('${')) return read(text);
  const tokens: Token[] = [];
  let at = 0;
  for (const found of text.matchAll(VARIABLE_PATTERN)) {
    tokens.push(...read(text.slice(at, found.index)));
    at = found.index + found[0].length;
    const value = valueOf(found[1] ?? '', context);
    if (typeof value !== 'string') return value === undefined ? 'absent' : value;
    tokens.push(...literal(value));
  }
  tokens.push(...read(text.slice(at)));
  return tokens;
}

/** What is wrong with the variables of a text; `undefined`: nothing. */
export function findVariableProblem(text: string): string | undefined {
  const rest = text.replaceAll(VARIABLE_PATTERN, (_, inner: string) => (isVariable(inner) ? '' : '${'));
  return rest.includes('${')
    ? 'has "${" that begins no variable; write ${$} for a dollar sign, and a variable as ${aws:username} or ${aws:username, \'none\'}'
    : undefined;
}

function isVariable(inner: string): boolean {
  const key = DEFAULT_PATTERN.exec(inner)?.[1] ?? inner;
  return escapes.has(inner) || /^[\w.-]+:[^\s,']+$/.test(key);
}

function valueOf(inner: string, context: ContextReader): string | undefined | { unknown: readonly string[] } {
  if (escapes.has(inner)) return inner;
  const [, key = inner, fallback] = DEFAULT_PATTERN.exec(inner) ?? [];
  const values = context.read(key);
  if (values === 'unknown') return { unknown: [key] };
  return values.length === 1 ? values[0] : values.length === 0 ? fallback : undefined;
}
