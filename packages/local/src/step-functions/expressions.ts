import { randomUUID } from 'node:crypto';
import { isNestedDeeper } from '../json-depth.ts';
import { StatesError } from './errors.ts';
import { type Json, MAX_DEPTH } from './json.ts';
import { nodeAt, parsePath, type Path } from './paths.ts';

/** The value of a field whose name ends in `.$`: a path, or a call of an intrinsic function. */
export type Expression =
  | { readonly type: 'path'; readonly path: Path }
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[] };

interface Intrinsic {
  readonly minArgs: number;
  readonly maxArgs: number;
  /** `undefined`: the arguments are not of the right types. */
  readonly call: (...args: Json[]) => Json | undefined;
}

/**
 * Those of the intrinsic functions that are carried out here (Step Functions developer guide, "Intrinsic functions for
 * JSONPath states"); all others are refused.
 */
const intrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.Array': { minArgs: 0, maxArgs: Infinity, call: (...args) => args },
  'States.ArrayLength': {
    minArgs: 1,
    maxArgs: 1,
    call: (array) => (Array.isArray(array) ? array.length : undefined),
  },
  'States.Format': { minArgs: 1, maxArgs: Infinity, call: format },
  'States.JsonToString': { minArgs: 1, maxArgs: 1, call: (value) => JSON.stringify(value) },
  'States.MathAdd': {
    minArgs: 2,
    maxArgs: 2,
    call: (a, b) =>
      typeof a === 'number' && typeof b === 'number' ? Math.round(a) + Math.round(b) : undefined,
  },
  'States.StringToJson': {
    minArgs: 1,
    maxArgs: 1,
    call(text) {
      if (typeof text !== 'string') return undefined;
      try {
        return isNestedDeeper(text, MAX_DEPTH) ? undefined : (JSON.parse(text) as Json);
      } catch {
        return undefined;
      }
    },
  },
  'States.UUID': { minArgs: 0, maxArgs: 0, call: () => randomUUID() },
};

export const intrinsicNames: readonly string[] = Object.keys(intrinsics);

function format(template: Json | undefined, ...values: Json[]): Json | undefined {
  if (typeof template !== 'string') return undefined;
  let used = 0;
  const text = template.replace(/\\([{}'\\])|\{\}/g, (_, escaped?: string) => {
    if (escaped !== undefined) return escaped;
    const value = values[used++];
    return typeof value === 'string' ? value : JSON.stringify(value ?? null);
  });
  const isWritable = values.every((value) => typeof value !== 'object' || value === null);
  return used === values.length && isWritable ? text : undefined;
}

/** @returns what is wrong with the text, or the expression */
export function parseExpression(text: string): Expression | string {
  if (text.startsWith('$')) {
    const path = parsePath(text);
    return path === undefined ? `the path "${text}" is not supported` : { type: 'path', path };
  }
  const parser = { text, at: 0, depth: 0 };
  const expression = parseCall(parser);
  if (typeof expression === 'string') return expression;
  return parser.at === text.length ? expression : `"${text}" is not an intrinsic function alone`;
}

interface Parser {
  readonly text: string;
  at: number;
  /** Calls around the current place. */
  depth: number;
}

/** "Intrinsic functions for JSONPath states" of the Step Functions developer guide. */
const MAX_NESTED_CALLS = 10;

function skipSpace(parser: Parser): void {
  while (parser.text[parser.at] === ' ') parser.at++;
}

function parseCall(parser: Parser): Expression | string {
  const name = /^[A-Za-z.0-9]+/.exec(parser.text.slice(parser.at))?.[0] ?? '';
  const intrinsic = Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
  parser.at += name.length;
  if (parser.text[parser.at] !== '(' || name === '') {
    return `"${parser.text}" is neither a path nor an intrinsic function`;
  }
  if (++parser.depth > MAX_NESTED_CALLS) {
    return `intrinsic functions are nested deeper than ${MAX_NESTED_CALLS} levels`;
  }
  if (intrinsic === undefined) return `the intrinsic function ${name} is not supported`;
  parser.at++;
  const args: Expression[] = [];
  skipSpace(parser);
  while (parser.text[parser.at] !== ')') {
    const arg = parseArgument(parser);
    if (typeof arg === 'string') return arg;
    args.push(arg);
    skipSpace(parser);
    if (parser.text[parser.at] === ',') {
      parser.at++;
      skipSpace(parser);
    } else if (parser.text[parser.at] !== ')') return `"${parser.text}" is not complete`;
  }
  parser.at++;
  parser.depth--;
  if (args.length < intrinsic.minArgs || args.length > intrinsic.maxArgs) {
    return `${name} does not take ${args.length} arguments`;
  }
  return { type: 'call', name, args };
}

function parseArgument(parser: Parser): Expression | string {
  const rest = parser.text.slice(parser.at);
  const quoted = /^'((?:[^'\\]|\\.)*)'/.exec(rest);
  if (quoted !== null) {
    parser.at += quoted[0].length;
    // Braces that are escaped stay so: `States.Format` reads them.
    return { type: 'literal', value: quoted[1]!.replace(/\\(['\\])/g, '$1') };
  }
  const plain = /^(?:null|true|false|-?\d+(?:\.\d+)?)(?=[ ,)])/.exec(rest);
  if (plain !== null) {
    parser.at += plain[0].length;
    return { type: 'literal', value: JSON.parse(plain[0]) as number | boolean | null };
  }
  if (!rest.startsWith('$')) return parseCall(parser);
  const text = /^\$(?:\['(?:[^'\\]|\\.)*'\]|[^ ,)])*/.exec(rest)![0];
  parser.at += text.length;
  const path = parsePath(text);
  return path === undefined ? `the path "${text}" is not supported` : { type: 'path', path };
}

/** @throws StatesError `States.IntrinsicFailure`, and `States.Runtime` for a path that leads nowhere */
export function evaluate(expression: Expression, input: Json, context: Json): Json {
  if (expression.type === 'literal') return expression.value;
  if (expression.type === 'path') return nodeAt(expression.path, input, context);
  const { name, args } = expression;
  const result = intrinsics[name]!.call(...args.map((arg) => evaluate(arg, input, context)));
  if (result !== undefined) return result;
  throw new StatesError('States.IntrinsicFailure', `${name} can't be applied to its arguments`);
}
