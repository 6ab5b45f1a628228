import { Composer, type CST, type Document, isAlias, isMap, isScalar, isSeq, type Node, Parser } from 'yaml';
import type { Located, LocatedMap, Path, ReportProblem } from './located.ts';

/** Files of settings have six levels. The library calls itself for each one, and deep enough its process dies. */
const MAX_DEPTH = 64;
/** The maximum of values, with each use of an alias counted: nine lines of aliases can expand to a billion. */
const MAX_VALUES = 200_000;

/** What a text is meant to be, for messages. */
export interface DocumentKind {
  /** `a tag policy`. */
  readonly name: string;
  /** The command that writes one to start from. */
  readonly initCommand: string;
}

/** What the library reports where a map or list in brackets, as all of JSON, is cut off. */
const UNCLOSED = /^Flow (?:map|sequence)\b.* end with a [}\]]/;

/** Reads a YAML text, or JSON, which is YAML too; `undefined` after problems were reported. */
export function readYaml(text: string, kind: DocumentKind, report: ReportProblem): Located | undefined {
  const tokens = [...new Parser().parse(text)];
  if (isTooDeep(tokens)) {
    report(0, [], `has more than ${MAX_DEPTH} levels of lists and maps; is it ${kind.name}?`);
    return undefined;
  }
  // Keys that are there twice are looked for here: the library compares each with each other.
  const documents = [...new Composer({ uniqueKeys: false }).compose(tokens, true, text.length)];
  const [document, second] = documents;
  if (second) report(second.range[0], [], 'a second document begins here; keep one, without a line of ---');
  const problems = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  const end = text.trimEnd().length;
  if (problems.some(({ pos, message }) => pos[0] >= end && UNCLOSED.test(message))) {
    report(end, [], 'ends before all its { and [ are closed; is the file complete?');
    return undefined;
  }
  for (const { pos, code, message } of problems) {
    report(pos[0], [], code === 'TAB_AS_INDENT' ? 'begins with a tab; YAML accepts spaces only' : message);
  }
  if (second || problems.length > 0) return undefined;
  if (!document?.contents) {
    report(0, [], `is empty; "${kind.initCommand}" writes one to start from`);
    return undefined;
  }
  return locate(document, kind, report);
}

function isTooDeep(tokens: readonly CST.Token[]): boolean {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return true;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      for (const inner of [key, value]) if (inner) open.push({ token: inner, depth: depth + 1 });
    }
  }
  return false;
}

class TooManyValues extends Error {}

function locate(document: Document, kind: DocumentKind, report: ReportProblem): Located | undefined {
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  let values = 0;

  function visit(node: Node | null, fallback: number, path: Path): Located {
    values += 1;
    const offset = node?.range?.[0] ?? fallback;
    if (values > MAX_VALUES) {
      report(offset, path, `has more than ${MAX_VALUES} values up to here; are its aliases right?`);
      throw new TooManyValues();
    }
    if (node && isAlias(node)) {
      const target = anchors.get(node.source);
      if (target && !open.has(target)) return visit(target, offset, path);
      report(offset, path, `*${node.source} ${target ? 'contains itself' : 'is not defined before'}`);
    } else if (node) {
      if (node.anchor) anchors.set(node.anchor, node);
      if (open.size > MAX_DEPTH) {
        report(offset, path, `has more than ${MAX_DEPTH} levels of lists and maps; are its aliases right?`);
        throw new TooManyValues();
      }
      open.add(node);
      const located = inner(node, offset, path);
      open.delete(node);
      return located;
    }
    return { kind: 'scalar', offset, value: null, source: '' };
  }

  function inner(node: Node, offset: number, path: Path): Located {
    if (isMap(node)) return { kind: 'map', offset, entries: entriesOf(node.items, offset, path) };
    if (isSeq(node)) {
      const items = node.items.map((item, index) => visit(item as Node | null, offset, [...path, index]));
      return { kind: 'list', offset, items };
    }
    const { value, source = '' } = isScalar(node) ? node : {};
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
      return { kind: 'scalar', offset, value: value as string, source };
    }
    report(offset, path, `${source || 'this'} is nothing that ${kind.name} holds; put quotes around it`);
    return { kind: 'scalar', offset, value: null, source };
  }

  function entriesOf(
    pairs: readonly { key: unknown; value: unknown }[],
    fallback: number,
    path: Path,
  ): LocatedMap['entries'] {
    const entries = new Map<string, { keyOffset: number; value: Located }>();
    const merged: LocatedMap['entries'][] = [];
    for (const pair of pairs) {
      const key = pair.key as Node | null;
      const keyOffset = key?.range?.[0] ?? fallback;
      const named = visit(key, fallback, path);
      const name = named.kind === 'scalar' ? named.source || String(named.value ?? '') : undefined;
      const value = visit(pair.value as Node | null, key?.range?.[1] ?? keyOffset, [...path, name ?? '?']);
      if (name === undefined) report(keyOffset, path, 'a name is text, not a list or a map');
      else if (isMergeKey(key)) merged.push(...mergedFrom(value, path, report));
      else if (entries.has(name))
        report(keyOffset, [...path, name], 'is here a second time; keep one of them');
      else entries.set(name, { keyOffset, value });
    }
    // The own entries of a map override merged ones, and of those the first wins (YAML 1.1, "Merge Key").
    for (const other of merged) {
      for (const [name, entry] of other) if (!entries.has(name)) entries.set(name, entry);
    }
    return entries;
  }

  try {
    return visit(document.contents as Node, 0, []);
  } catch (thrown) {
    if (thrown instanceof TooManyValues) return undefined;
    throw thrown;
  }
}

function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

function mergedFrom(value: Located, path: Path, report: ReportProblem): LocatedMap['entries'][] {
  const sources = value.kind === 'list' ? value.items : [value];
  return sources.flatMap((source) => {
    if (source.kind === 'map') return [source.entries];
    report(source.offset, [...path, '<<'], 'merges what is not a map; name an anchor of a map: <<: *name');
    return [];
  });
}
