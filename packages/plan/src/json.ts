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

/** In UTF-16 units. */
const CHUNK_LENGTH = 65_536;

/** As {@link canonicalJson}, in pieces: the text of a large plan is not needed as a whole. */
export function* canonicalChunks(object: Readonly<Record<string, unknown>>): Generator<string> {
  const last: LastObject = { object: undefined, text: '' };
  let pending = '{';
  let isFirst = true;
  for (const name of sortedNames(object)) {
    const member = object[name];
    if (member === undefined) continue;
    pending += `${isFirst ? '' : ','}${nameText(name)}`;
    isFirst = false;
    if (!Array.isArray(member)) pending += write(member, 1);
    else {
      pending += '[';
      for (const [index, item] of member.entries()) {
        pending += index === 0 ? write(item, 2, last) : `,${write(item, 2, last)}`;
        if (pending.length < CHUNK_LENGTH) continue;
        yield pending;
        pending = '';
      }
      pending += ']';
    }
  }
  yield `${pending}}`;
}

/** Changes of one resource share their target: its text is written once. */
interface LastObject {
  object: unknown;
  text: string;
}

function write(value: unknown, level: number, last?: LastObject): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (level > MAX_DEPTH) throw new TypeError(`it has more than ${MAX_DEPTH} levels`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, level + 1, last)).join(',')}]`;
  if (last !== undefined && last.object === value) return last.text;
  if (!isPlainObject(value)) throw new TypeError(`${inspect(value)} can't be represented in JSON`);
  const text = `{${membersOf(value, level, last)}}`;
  if (last !== undefined && level > 2) {
    last.object = value;
    last.text = text;
  }
  return text;
}

/** Texts and the like, one after the other, are written by one call: most of a plan consists of them. */
function membersOf(value: Readonly<Record<string, unknown>>, level: number, last?: LastObject): string {
  let text = '';
  let run: Record<string, unknown> | undefined;
  const add = (members: string) => {
    text += text === '' ? members : `,${members}`;
  };
  for (const name of sortedNames(value)) {
    const member = value[name];
    if (member === undefined) continue;
    if (isScalar(member) && keepsOrder(name)) {
      run ??= {};
      run[name] = member;
      continue;
    }
    if (run !== undefined) add(JSON.stringify(run).slice(1, -1));
    run = undefined;
    add(nameText(name) + write(member, level + 1, last));
  }
  if (run !== undefined) add(JSON.stringify(run).slice(1, -1));
  return text;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || value === null || typeof value === 'boolean';
}

/** Whether an object has its members in the order in which they were set: numbers would come first. */
function keepsOrder(name: string): boolean {
  const first = name.charCodeAt(0);
  return !(first >= 48 && first <= 57) && name !== '__proto__';
}

/** Lists of names that are kept: the objects of a plan have few different ones. */
const MAX_SHAPES = 8;
const shapes: { readonly names: readonly string[]; readonly sorted: readonly string[] }[] = [];

/** The names of members in order, also of those that are `undefined`. */
function sortedNames(object: Readonly<Record<string, unknown>>): readonly string[] {
  const names = Object.keys(object);
  const known = shapes.find(
    (shape) => shape.names.length === names.length && names.every((name, at) => shape.names[at] === name),
  );
  if (known) return known.sorted;
  const sorted = names.toSorted(compareText);
  if (shapes.length === MAX_SHAPES) shapes.shift();
  shapes.push({ names, sorted });
  return sorted;
}

/** Names whose text is kept. */
const MAX_NAMES = 1_000;
const nameTexts = new Map<string, string>();

/** `"name":` */
function nameText(name: string): string {
  let text = nameTexts.get(name);
  if (text === undefined) {
    text = `${JSON.stringify(name)}:`;
    if (nameTexts.size < MAX_NAMES) nameTexts.set(name, text);
  }
  return text;
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
