import { didYouMean } from '@groundcrew/errors';
import type { Located, Path, ReportProblem } from './located.ts';

/** Reads a value of a text; `undefined` if it had problems, which were reported then. */
export type Read<T> = (node: Located, path: Path, report: ReportProblem) => T | undefined;

export interface TextRules {
  /** In Unicode characters. */
  readonly minLength?: number;
  /** In Unicode characters. */
  readonly maxLength: number;
  readonly matches?: RegExp;
  /** The end of "… is not": what is expected. */
  readonly wanted?: string;
}

export function text({ minLength = 0, maxLength, matches, wanted = 'text' }: TextRules): Read<string> {
  return (node, path, report) => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      report(node.offset, path, notText(node, wanted));
      return undefined;
    }
    const problem = textProblem(node.value, minLength, maxLength);
    if (problem) report(node.offset, path, problem);
    else if (matches && !matches.test(node.value)) {
      report(node.offset, path, `${JSON.stringify(node.value)} is not ${withArticle(wanted)}`);
    } else return node.value;
    return undefined;
  };
}

function textProblem(value: string, minLength: number, maxLength: number): string | undefined {
  const length = lengthOf(value);
  if (length < minLength) return length === 0 ? 'is empty' : `has fewer than ${minLength} characters`;
  return length > maxLength ? `has ${length} characters, more than ${maxLength}` : undefined;
}

function notText(node: Located, wanted: string): string {
  if (node.kind !== 'scalar') return `is a ${node.kind}, not ${wanted}`;
  if (node.value === null)
    return `is empty; write ${wanted}${node.source ? ', or put quotes around it' : ''}`;
  return `${node.source} is a ${typeof node.value}; put quotes around it: "${node.source}"`;
}

/** Text that `parse` reads, or reports what is wrong with: the end of a sentence that begins with the text. */
export function parsed<T>(parse: (text: string) => T | string, wanted: string): Read<Exclude<T, string>> {
  return (node, path, report) => {
    const isText = node.kind === 'scalar' && typeof node.value === 'string';
    const value = isText ? parse(node.value as string) : `is not ${wanted}`;
    if (typeof value !== 'string') return value as Exclude<T, string>;
    report(node.offset, path, `${show(node)} ${value}`);
    return undefined;
  };
}

/** One or several: `from: web` is `from: [web]`. */
export function oneOrMore<T>(read: Read<T>): Read<readonly T[]> {
  const list = listOf(read);
  return (node, path, report) => {
    if (node.kind === 'list') return list(node, path, report);
    const value = read(node, path, report);
    return value === undefined ? undefined : [value];
  };
}

export function oneOf<const T extends string | number>(...allowed: readonly T[]): Read<T> {
  return (node, path, report) => {
    const value = node.kind === 'scalar' ? node.value : undefined;
    const found = allowed.find((each) => each === value);
    if (found === undefined) {
      const suggestion =
        typeof value === 'string'
          ? didYouMean(
              value,
              allowed.filter((each) => typeof each === 'string'),
            )
          : '';
      const wanted = allowed.length === 1 ? `not ${allowed[0]}` : `not one of ${allowed.join(', ')}`;
      report(node.offset, path, `${show(node)} is ${wanted}${suggestion}`);
    }
    return found;
  };
}

export const bool: Read<boolean> = (node, path, report) => {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  report(node.offset, path, `${show(node)} is neither true nor false`);
  return undefined;
};

export function wholeNumber(min: number, max: number): Read<number> {
  return (node, path, report) => {
    const value = node.kind === 'scalar' ? node.value : undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    report(node.offset, path, `${show(node)} is not a whole number from ${min} to ${max}`);
    return undefined;
  };
}

/** A list of at least one; `unique`: of which no two are the same. What is wrong in it is left out. */
export function listOf<T>(read: Read<T>, { unique = false } = {}): Read<readonly T[]> {
  return (node, path, report) => {
    if (node.kind !== 'list') {
      report(node.offset, path, `${show(node)} is not a list; write [a, b], or one per line after a dash`);
      return undefined;
    }
    if (node.items.length === 0) report(node.offset, path, 'is an empty list; fill it, or take it out');
    const seen = new Set<T>();
    return node.items.flatMap((item, index) => {
      const value = read(item, [...path, index], report);
      if (value === undefined) return [];
      if (unique && seen.has(value))
        report(item.offset, [...path, index], `${show(item)} is here a second time`);
      seen.add(value);
      return [value];
    });
  };
}

/** A map of at least `min` names of one's own choice. What is wrong in it is left out. */
export function mapOf<T>(
  name: Omit<TextRules, 'wanted'> & { readonly wanted: string },
  read: Read<T>,
  min: number,
): Read<ReadonlyMap<string, T>> {
  return (node, path, report) => {
    if (node.kind !== 'map') {
      report(
        node.offset,
        path,
        `${show(node)} is not a map; write ${withArticle(name.wanted)}, a colon, and its value`,
      );
      return undefined;
    }
    if (node.entries.size < min) report(node.offset, path, `has no ${name.wanted}`);
    const values = new Map<string, T>();
    for (const [key, { keyOffset, value }] of node.entries) {
      const inner = [...path, key];
      const problem = textProblem(key, name.minLength ?? 0, name.maxLength);
      if (problem) report(keyOffset, inner, `the ${name.wanted} ${problem}`);
      else if (name.matches && !name.matches.test(key)) {
        report(keyOffset, inner, `${JSON.stringify(key)} is not ${withArticle(name.wanted)}`);
      }
      const result = read(value, inner, report);
      if (result !== undefined) values.set(key, result);
    }
    return values;
  };
}

type Fields = Readonly<Record<string, Read<unknown>>>;
type Values<F extends Fields> = { readonly [K in keyof F]?: NonNullable<ReturnType<F[K]>> };

/** A map of the names in `reads`, and no others; `required` ones must be there, and `min` of all. */
export function fields<F extends Fields>(
  reads: F,
  {
    required = [],
    min = 0,
  }: { readonly required?: readonly (keyof F & string)[]; readonly min?: number } = {},
): Read<Values<F>> {
  const names = Object.keys(reads);
  return (node, path, report) => {
    if (node.kind !== 'map') {
      report(node.offset, path, `${show(node)} is not a map; it has ${names.join(', ')}`);
      return undefined;
    }
    const values: Record<string, unknown> = {};
    for (const [name, { keyOffset, value }] of node.entries) {
      const read = Object.hasOwn(reads, name) ? reads[name] : undefined;
      if (!read) {
        const suggestion = didYouMean(name, names) || `; there are ${names.join(', ')}`;
        report(keyOffset, [...path, name], `is unknown here${suggestion}`);
        continue;
      }
      const result = read(value, [...path, name], report);
      if (result !== undefined) values[name] = result;
    }
    for (const name of required) if (!node.entries.has(name)) report(node.offset, path, `has no ${name}`);
    if (node.entries.size < min) report(node.offset, path, `is empty; it has ${names.join(', ')}`);
    return values as Values<F>;
  };
}

/** A value as it is quoted in a message. */
export function show(node: Located): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  return node.value === null ? 'nothing' : JSON.stringify(node.value);
}

export function withArticle(noun: string): string {
  return /^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** Characters as AWS counts them: Unicode's, not UTF-16's halves. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
