import { isJsonObject } from '../json-object.ts';
import { compileMatcher, type Leaf, patternError } from './matchers.ts';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** `node` is the current part of the event, `event` the whole event. */
type Test = (node: JsonObject, event: JsonObject) => boolean;

/**
 * Compiles an event pattern; the result tests whether an event matches.
 *
 * Every field must match. A list in the event matches if one of its elements does, and fields tested on
 * objects in a list must match in the same object. Each alternative of `$or` is evaluated on its own.
 *
 * Rules: "Creating Amazon EventBridge event patterns" in the EventBridge user guide; for lists of objects, "array
 * consistency" in the README of aws/event-ruler.
 *
 * @throws GroundcrewError `local.pattern.refused`
 */
export function compileEventPattern(pattern: unknown): (event: JsonObject) => boolean {
  const test = compileFields(pattern, []);
  return (event) => test(event, event);
}

function compileFields(pattern: unknown, path: readonly string[]): Test {
  if (!isJsonObject(pattern) || Object.keys(pattern).length === 0) {
    throw patternError(pattern, path.join('.'), 'write an object with at least one field');
  }
  const tests = Object.entries(pattern).map(([field, wanted]) =>
    field === '$or' && isAlternatives(wanted)
      ? compileAlternatives(wanted, path)
      : compileField(field, wanted, [...path, field]),
  );
  return (node, event) => tests.every((test) => test(node, event));
}

/** Elsewhere `$or` is the name of a field, as in EventBridge. */
function isAlternatives(wanted: unknown): wanted is readonly JsonObject[] {
  return Array.isArray(wanted) && wanted.length > 1 && wanted.every(isJsonObject);
}

function compileAlternatives(alternatives: readonly JsonObject[], path: readonly string[]): Test {
  const tests = alternatives.map((alternative) => compileFields(alternative, path));
  return (node, event) => tests.some((test) => test(node, event));
}

function compileField(field: string, wanted: unknown, path: readonly string[]): Test {
  if (Array.isArray(wanted)) return compileLeaf(field, wanted, path);
  const inner = compileFields(wanted, path);
  return (node, event) => {
    const nodes = nodesOf(own(node, field));
    // A missing field satisfies a nested `exists: false`.
    return nodes.length === 0 ? inner({}, event) : nodes.some((each) => inner(each, event));
  };
}

function compileLeaf(field: string, wanted: readonly unknown[], path: readonly string[]): Test {
  const at = path.join('.');
  if (wanted.length === 0) throw patternError(wanted, at, 'write at least one value');
  const absent = wanted.some(isAbsence);
  const matchers = wanted.filter((each) => !isAbsence(each)).map((each) => compileMatcher(each, at));
  // Anywhere in the event, not only in the current object of a list: the same for each of them.
  const isAbsent = oncePerEvent((event) => leavesAt(event, path).length === 0);
  return (node, event) =>
    leavesOf(own(node, field)).some((leaf) => matchers.some((matches) => matches(leaf))) ||
    (absent && isAbsent(event));
}

/** Remembers the last answer: a list of an event may have many thousand objects, each of which asks. */
function oncePerEvent(test: (event: JsonObject) => boolean): (event: JsonObject) => boolean {
  let last: { readonly event: JsonObject; readonly answer: boolean } | undefined;
  return (event) => {
    if (last?.event !== event) last = { event, answer: test(event) };
    return last.answer;
  };
}

function isAbsence(wanted: unknown): boolean {
  return isJsonObject(wanted) && Object.keys(wanted).length === 1 && wanted.exists === false;
}

function leavesAt(value: unknown, path: readonly string[]): Leaf[] {
  const [field, ...rest] = path;
  if (field === undefined) return leavesOf(value);
  return nodesOf(value).flatMap((node) => leavesAt(own(node, field), rest));
}

/** The leaf, or the leaves of a list; an object is not a leaf. */
function leavesOf(value: unknown): Leaf[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (value === undefined || isJsonObject(value)) return [];
  return [value as Leaf];
}

/** The object, or the objects of a list. */
function nodesOf(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  return isJsonObject(value) ? [value] : [];
}

function own(node: JsonObject, field: string): unknown {
  return Object.hasOwn(node, field) ? node[field] : undefined;
}
