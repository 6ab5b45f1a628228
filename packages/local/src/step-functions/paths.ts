import { StatesError } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** A path into a document: the names and indexes from its root. */
export interface Path {
  readonly text: string;
  /** `$$…`: into the context object. */
  readonly ofContext: boolean;
  readonly steps: readonly (string | number)[];
}

// Reference paths of the Amazon States Language; wildcards, filters, slices and `..` select several nodes.
const STEP = /\.([\p{L}_][\p{L}\p{N}_-]*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d{1,9})\]/uy;

/** `undefined`: not a path of this kind. */
export function parsePath(text: string): Path | undefined {
  const ofContext = text.startsWith('$$');
  if (!text.startsWith('$')) return undefined;
  const steps: (string | number)[] = [];
  let at = ofContext ? 2 : 1;
  while (at < text.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null) return undefined;
    const [whole, name, quoted, index] = match;
    steps.push(index === undefined ? (name ?? quoted!.replace(/\\(.)/g, '$1')) : Number(index));
    at += whole.length;
  }
  return { text, ofContext, steps };
}

/** The node of a path; `undefined`: there is none. */
export function findNode(path: Path, input: Json, context: Json): Json | undefined {
  let node: Json | undefined = path.ofContext ? context : input;
  for (const step of path.steps) {
    if (typeof step === 'number') {
      node = Array.isArray(node) ? (node[step] as Json | undefined) : undefined;
    } else {
      node = isObject(node) && Object.hasOwn(node, step) ? node[step] : undefined;
    }
    if (node === undefined) return undefined;
  }
  return node;
}

/** @throws StatesError `States.Runtime` where there is no such node */
export function nodeAt(path: Path, input: Json, context: Json): Json {
  const node = findNode(path, input, context);
  if (node !== undefined) return node;
  throw new StatesError(
    'States.Runtime',
    `Invalid path '${path.text}': the choice of nodes is empty in the ${path.ofContext ? 'context object' : "state's input"}`,
  );
}

/**
 * The document with a value at a path, whose missing objects are made.
 *
 * @throws StatesError `States.ResultPathMatchFailure` where something else than an object is in the way
 */
export function withNode(path: Path, document: Json, value: Json): Json {
  const [step, ...rest] = path.steps;
  if (step === undefined) return value;
  if (typeof step !== 'string' || !isObject(document)) {
    throw new StatesError(
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${path.text} to the state's input`,
    );
  }
  const inner = Object.hasOwn(document, step) ? document[step]! : {};
  const changed: JsonObject = { ...document, [step]: withNode({ ...path, steps: rest }, inner, value) };
  return changed;
}
