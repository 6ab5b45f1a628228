import { type Document, isMap, isScalar, type Pair, parseDocument, stringify } from 'yaml';

const yamlStyle = { lineWidth: 0, flowCollectionPadding: true } as const;

/** What a part of a file can hold. */
export type EditValue =
  | string
  | number
  | boolean
  | readonly EditValue[]
  | { readonly [key: string]: EditValue };

/**
 * Sets parts of a text of YAML or JSON by their names at its top. All other lines stay as they are, byte by byte; within a
 * part, comments stay at what they are about.
 *
 * @param text without problems, a map
 */
export function editYaml(text: string, parts: Readonly<Record<string, EditValue>>): string {
  const document = parseDocument(text);
  if (!isMap(document.contents)) throw new TypeError('the text is not a map');
  if (document.contents.flow) return editFlow(text, document, parts);
  let edited = text;
  for (const [name, value] of Object.entries(parts)) edited = editPart(edited, name, value);
  return edited;
}

/** JSON stays JSON; a map in braces is written again. */
function editFlow(text: string, document: Document, parts: Readonly<Record<string, EditValue>>): string {
  try {
    return `${JSON.stringify({ ...(JSON.parse(text) as object), ...parts }, null, 2)}\n`;
  } catch {
    for (const [name, value] of Object.entries(parts)) merge(document, [name], value);
    return document.toString(yamlStyle);
  }
}

function editPart(text: string, name: string, value: EditValue): string {
  const document = parseDocument(text);
  const pairs = isMap(document.contents) ? (document.contents.items as Pair[]) : [];
  const at = pairs.findIndex(({ key }) => isScalar(key) && key.value === name);
  if (at < 0) {
    return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${stringify({ [name]: value }, yamlStyle)}`;
  }
  const start = startOf(pairs[at]);
  const next = pairs[at + 1];
  const end = next ? startOf(next) : text.length;
  // The part is a text of its own, unless it uses an anchor of another one.
  const own = parseDocument(text.slice(start, end));
  if (own.errors.length > 0) {
    merge(document, [name], value);
    return document.toString(yamlStyle);
  }
  // What follows the value, such as the comment above the next part, is not the library's to write.
  const valueEnd = contentEnd(own, text.slice(start, end));
  const part = parseDocument(text.slice(start, start + valueEnd));
  merge(part, [name], value);
  return `${text.slice(0, start)}${part.toString(yamlStyle)}${text.slice(start + valueEnd)}`;
}

/** Where the lines of a part's value end: after them, comments that are not indented belong to what follows. */
function contentEnd(document: Document, text: string): number {
  const range = (
    isMap(document.contents) ? (document.contents.items[0]?.value as { range?: number[] }) : undefined
  )?.range;
  const from = range?.[1] ?? text.length;
  const line = text.indexOf('\n', Math.max(0, from - 1));
  return line < 0 ? text.length : line + 1;
}

function startOf(pair: Pair | undefined): number {
  return (pair?.key as { range?: readonly number[] } | undefined)?.range?.[0] ?? 0;
}

/** Sets a value so that what is the same is not touched, and maps keep their comments; what is not in it goes. */
function merge(document: Document, path: readonly string[], value: EditValue): void {
  const before = document.getIn(path, true);
  if (isMap(before) && typeof value === 'object' && !Array.isArray(value)) {
    for (const { key } of [...before.items]) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!Object.hasOwn(value, name)) document.deleteIn([...path, name]);
    }
    for (const [name, inner] of Object.entries(value)) merge(document, [...path, name], inner as EditValue);
    return;
  }
  const now: unknown = before === undefined ? undefined : JSON.parse(JSON.stringify(before) ?? 'null');
  if (JSON.stringify(now) === JSON.stringify(value)) return;
  if (isScalar(before) && typeof value !== 'object') before.value = value;
  else document.setIn(path, document.createNode(value));
}
