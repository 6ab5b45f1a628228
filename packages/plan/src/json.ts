import { inspect } from 'node:util';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Far deeper than any plan; without a limit, nesting would overflow the stack. */
const MAX_DEPTH = 64;

/**
 * The canonical text of a value: no blanks, the members of objects sorted by name (by UTF-16 code unit, RFC 8785),
 * members that are `undefined` left out.
 *
 * @throws TypeError for a value that JSON can't represent, and for more than 64 levels
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, level: number): string {
  if (level > MAX_DEPTH) throw new TypeError(`it has more than ${MAX_DEPTH} levels`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, level + 1)).join(',')}]`;
  if (!isPlainObject(value)) throw new TypeError(`${inspect(value)} can't be represented in JSON`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => compareText(one, other))
    .map(([name, member]) => `${JSON.stringify(name)}:${write(member, level + 1)}`);
  return `{${members.join(',')}}`;
}

/** Whether `value` is a plain object: not an array, a `Date` or another class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether both are equal, regardless of the order of their members. */
export function sameJson(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  return canonicalJson(one) === canonicalJson(other);
}

/** Order by UTF-16 code unit: the same on each machine, regardless of its locale. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
