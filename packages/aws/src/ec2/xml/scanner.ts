import { MalformedResponse } from './malformed-response.ts';
import { createRepeatedText, hashStep } from './repeated-text.ts';
import { type Field, type FieldTable, fieldNamed, hasBytes } from './shape.ts';
import { decodeText } from './text.ts';

/** The result of a structure. */
export type Structure = Record<string, unknown>;

/** Reads XML in chunks as they arrive, and returns the fields of a table. */
export interface XmlScanner {
  /** @throws UnreadableAnswer */
  write(piece: Uint8Array): void;
  /**
   * The result, after all chunks were written.
   *
   * @throws UnreadableAnswer if the end is missing
   */
  end(): Structure;
}

/** The maximum length of a tag or text across chunks; those of EC2 have some hundred bytes. */
const MAX_TOKEN_BYTES = 1_048_576;
/** The position that a method returns if the chunk ends before the token. */
const INCOMPLETE = -1;
/**
 * How much of a chunk is appended to a token that the end of the previous one cut. Most tokens are shorter, and to
 * append the whole chunk would copy all of the response once more.
 */
const JOINED_BYTES = 1_024;

const SPACE = 0x20;
const BANG = 0x21;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const GREATER = 0x3e;
const QUESTION = 0x3f;

const CDATA = '<![CDATA[';
const emptyBuffer = Buffer.alloc(0);

/** For all responses of a process: pages repeat the same texts. */
const repeatedText = createRepeatedText();

/**
 * A scanner for a document with this root. Elements that the table does not name are skipped with their content, and so
 * are attributes; the order of elements does not matter. Namespace prefixes and custom entities are not supported:
 * services don't send them.
 */
export function createXmlScanner(rootName: string, table: FieldTable): XmlScanner {
  return new Scanner(Buffer.from(rootName), table);
}

class Scanner implements XmlScanner {
  readonly #rootName: Uint8Array;
  readonly #rootTable: FieldTable;
  readonly #root: Structure = {};
  /** The open elements whose content is read, by depth. */
  readonly #names: Uint8Array[] = [];
  readonly #tables: FieldTable[] = [];
  readonly #targets: (Structure | unknown[])[] = [];
  #depth = 0;
  /** Open elements that are skipped. */
  #skippedDepth = 0;
  #closed = false;
  /** The beginning of a token whose end has not arrived yet. */
  #rest: Buffer = emptyBuffer;

  constructor(rootName: Uint8Array, rootTable: FieldTable) {
    this.#rootName = rootName;
    this.#rootTable = rootTable;
  }

  write(piece: Uint8Array): void {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const rest = this.#rest;
    let bytes = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk.subarray(0, JOINED_BYTES)]);
    let done = this.#scan(bytes);
    if (rest.byteLength > 0 && chunk.byteLength > JOINED_BYTES) {
      bytes = done === 0 ? Buffer.concat([rest, chunk]) : chunk.subarray(done - rest.byteLength);
      done = this.#scan(bytes);
    }
    this.#rest = bytes.subarray(done);
    if (this.#rest.byteLength > MAX_TOKEN_BYTES) {
      throw new MalformedResponse(`the response has a tag or text of more than ${MAX_TOKEN_BYTES} bytes`);
    }
  }

  end(): Structure {
    if (!this.#closed) throw new MalformedResponse('the response ends before its root element');
    return this.#root;
  }

  /** Reads the complete tokens; returns the position of the first incomplete one. */
  #scan(bytes: Buffer): number {
    const end = bytes.byteLength;
    let at = 0;
    while (!this.#closed) {
      if (this.#skippedDepth > 0) at = this.#skip(bytes, at);
      if (this.#skippedDepth > 0) return at;
      while (at < end && bytes[at] !== LESS) {
        if (this.#depth === 0) assertBlank(bytes, at);
        at += 1;
      }
      if (at + 1 >= end) return at;
      const next = this.#element(bytes, at);
      if (next === INCOMPLETE) return at;
      at = next;
    }
    return end;
  }

  /** Skips unwanted elements, up to the end of the outermost or the last complete tag. */
  #skip(bytes: Buffer, from: number): number {
    const end = bytes.byteLength;
    let depth = this.#skippedDepth;
    let at = from;
    while (depth > 0) {
      while (at < end && bytes[at] !== LESS) at += 1;
      if (at + 1 >= end) break;
      const second = bytes[at + 1];
      const last = second === BANG || second === QUESTION ? markupEnd(bytes, at) : tagEnd(bytes, at + 1);
      if (last === INCOMPLETE) break;
      if (second === SLASH) {
        depth -= 1;
      } else if (second !== BANG && second !== QUESTION && bytes[last - 1] !== SLASH) {
        const leafEnd = hasAttributes(bytes, last) ? INCOMPLETE : endOfLeaf(bytes, last - at - 1, last + 1);
        if (leafEnd !== INCOMPLETE) {
          at = leafEnd;
          continue;
        }
        depth += 1;
      }
      at = last + 1;
    }
    this.#skippedDepth = depth;
    return at;
  }

  /** Reads the tag, or the whole leaf, that begins at `start`; returns the position after it. */
  #element(bytes: Buffer, start: number): number {
    const end = bytes.byteLength;
    const second = bytes[start + 1];
    if (second === BANG || second === QUESTION) return behind(markupEnd(bytes, start));
    const nameStart = second === SLASH ? start + 2 : start + 1;
    let nameEnd = nameStart;
    for (; nameEnd < end; nameEnd += 1) {
      const byte = bytes[nameEnd] as number;
      // Letters, and so nearly all of a name.
      if (byte > GREATER) continue;
      if (byte === GREATER || byte <= SPACE || byte === SLASH) break;
    }
    const last = bytes[nameEnd] === GREATER ? nameEnd : tagEnd(bytes, nameEnd);
    if (last === INCOMPLETE) return INCOMPLETE;
    if (second === SLASH) {
      this.#close(bytes, nameStart, nameEnd);
      return last + 1;
    }
    const isEmpty = bytes[last - 1] === SLASH;
    const depth = this.#depth;
    if (depth === 0) {
      this.#openRoot(bytes, nameStart, nameEnd, isEmpty);
      return last + 1;
    }
    const field = fieldNamed(this.#tables[depth]!, bytes, nameStart, nameEnd);
    if (field === undefined) {
      if (isEmpty) return last + 1;
      const leafEnd = endOfLeaf(bytes, nameEnd - nameStart, last + 1);
      if (leafEnd !== INCOMPLETE) return leafEnd;
      this.#skippedDepth = 1;
      return last + 1;
    }
    if (field.table === undefined) {
      if (!isEmpty) return this.#leaf(bytes, last + 1, field, this.#targets[depth] as Structure);
      assign(this.#targets[depth] as Structure, field, '');
      return last + 1;
    }
    this.#open(this.#targets[depth]!, field, field.table, isEmpty);
    return last + 1;
  }

  #openRoot(bytes: Buffer, nameStart: number, nameEnd: number, isEmpty: boolean): void {
    if (!hasBytes(bytes, nameStart, nameEnd, this.#rootName)) {
      const found = bytes.toString('utf8', nameStart, Math.min(nameEnd, nameStart + 80));
      throw new MalformedResponse(`the response is not ${String(this.#rootName)} but "${found}"`);
    }
    this.#closed = isEmpty;
    if (!isEmpty) this.#push(this.#rootName, this.#rootTable, this.#root);
  }

  #push(name: Uint8Array, table: FieldTable, target: Structure | unknown[]): void {
    const depth = ++this.#depth;
    this.#names[depth] = name;
    this.#tables[depth] = table;
    this.#targets[depth] = target;
  }

  #open(
    parent: Structure | unknown[],
    { name, key, kind }: Field,
    table: FieldTable,
    isEmpty: boolean,
  ): void {
    const target = kind === 'structure' ? {} : [];
    if (Array.isArray(parent)) parent.push(target);
    else parent[key] = target;
    if (!isEmpty) this.#push(name, table, target);
  }

  #close(bytes: Buffer, nameStart: number, nameEnd: number): void {
    const depth = this.#depth--;
    if (depth === 0 || !hasBytes(bytes, nameStart, nameEnd, this.#names[depth]!)) {
      const found = bytes.toString('utf8', nameStart, Math.min(nameEnd, nameStart + 80));
      throw new MalformedResponse(`the response closes "${found}", which is not open there`);
    }
    this.#closed = depth === 1;
  }

  /** Reads a text that begins at `start`, and the end tag after it. */
  #leaf(bytes: Buffer, start: number, field: Field, target: Structure): number {
    const end = bytes.byteLength;
    let at = start;
    let hash = 0;
    // Not plain: text that has to be decoded, or is not ASCII.
    let isPlain = true;
    for (; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (byte === LESS) break;
      if (byte === AMPERSAND || byte < SPACE || byte > 0x7e) isPlain = false;
      hash = hashStep(hash, byte);
    }
    if (at + 1 >= end) return INCOMPLETE;
    if (bytes[at + 1] !== SLASH) return this.#mixedLeaf(bytes, start, field, target);
    let last = at + 2 + field.name.byteLength;
    if (bytes[last] !== GREATER || !hasBytes(bytes, at + 2, last, field.name)) {
      last = tagEnd(bytes, at + 2);
      if (last === INCOMPLETE) return INCOMPLETE;
      assertEndTag(field, bytes, at + 2, last);
    }
    if (!isPlain) assign(target, field, withoutLineBreaks(decodeText(bytes.toString('utf8', start, at))));
    else if (field.kind === 'text') target[field.key] = bytes.toString('latin1', start, at);
    else assign(target, field, repeatedText(bytes, start, at, hash));
    return last + 1;
  }

  /** The same if there is more than text between the tags: CDATA sections, comments. */
  #mixedLeaf(bytes: Buffer, start: number, field: Field, target: Structure): number {
    let text = '';
    let at = start;
    for (;;) {
      const next = bytes.indexOf(LESS, at);
      if (next < 0 || next + 1 >= bytes.byteLength) return INCOMPLETE;
      text += decodeText(bytes.toString('utf8', at, next));
      const second = bytes[next + 1];
      if (second === SLASH) {
        const last = tagEnd(bytes, next + 2);
        if (last === INCOMPLETE) return INCOMPLETE;
        assertEndTag(field, bytes, next + 2, last);
        assign(target, field, withoutLineBreaks(text));
        return last + 1;
      }
      if (second !== BANG && second !== QUESTION) {
        throw new MalformedResponse(`the response has an element in place of the text of "${field.key}"`);
      }
      const last = markupEnd(bytes, next);
      if (last === INCOMPLETE) return INCOMPLETE;
      if (startsWith(bytes, next, CDATA)) {
        text += bytes.toString('utf8', next + CDATA.length, last - 2).replace(/\r\n?/g, '\n');
      }
      at = last + 1;
    }
  }
}

/** If a text is not a number, boolean or time, the field is left out as unknown. */
function assign(target: Structure, { kind, key }: Field, text: string): void {
  if (kind === 'text' || kind === 'repeated-text') {
    target[key] = text;
  } else if (kind === 'item') {
    (target as unknown as string[]).push(text);
  } else if (kind === 'integer') {
    if (/^-?\d+$/.test(text)) target[key] = Number(text);
  } else if (kind === 'boolean') {
    if (text !== '') target[key] = text.toLowerCase() === 'true';
  } else {
    const time = new Date(text);
    if (!Number.isNaN(time.getTime())) target[key] = time;
  }
}

/** White space with line breaks is formatting, as for the SDK. */
function withoutLineBreaks(text: string): string {
  return text.includes('\n') && text.trim() === '' ? '' : text;
}

function assertEndTag(field: Field, bytes: Buffer, nameStart: number, last: number): void {
  let nameEnd = last;
  while (nameEnd > nameStart && (bytes[nameEnd - 1] as number) <= SPACE) nameEnd -= 1;
  if (hasBytes(bytes, nameStart, nameEnd, field.name)) return;
  throw new MalformedResponse(`the response does not close "${String(field.name)}"`);
}

/** Outside of the root there is only white space, and at most a byte order mark. */
function assertBlank(bytes: Buffer, at: number): void {
  const byte = bytes[at] as number;
  if (byte <= SPACE || byte === 0xef || byte === 0xbb || byte === 0xbf) return;
  const text = bytes.toString('utf8', at, at + 60);
  throw new MalformedResponse(`the response is not XML; it begins with ${JSON.stringify(text)}`);
}

/** Whether a start tag has more than a name; its `>` is at `last`. */
function hasAttributes(bytes: Buffer, last: number): boolean {
  const byte = bytes[last - 1] as number;
  return byte <= SPACE || byte === QUOTE || byte === APOSTROPHE;
}

/**
 * The position after an element without elements in it, whose content begins at `start`; INCOMPLETE for any other,
 * and if the chunk ends before it. Its end tag has a name of the same length, which need not be read.
 */
function endOfLeaf(bytes: Buffer, nameLength: number, start: number): number {
  const end = bytes.byteLength;
  let at = start;
  while (at < end && bytes[at] !== LESS) at += 1;
  const last = at + 2 + nameLength;
  return bytes[at + 1] === SLASH && bytes[last] === GREATER ? last + 1 : INCOMPLETE;
}

/** The end of the tag whose name ends, or that begins, at `from`; a `>` in an attribute does not end it. */
function tagEnd(bytes: Buffer, from: number): number {
  const end = bytes.byteLength;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number;
    // Letters: nearly all of a tag.
    if (byte > GREATER) continue;
    if (byte === GREATER) return at;
    if (byte === QUOTE || byte === APOSTROPHE) {
      at = bytes.indexOf(byte, at + 1);
      if (at < 0) return INCOMPLETE;
    }
  }
  return INCOMPLETE;
}

/** The end of a comment, a CDATA section, a processing instruction or a document type, at its `>`. */
function markupEnd(bytes: Buffer, start: number): number {
  if (bytes[start + 1] === QUESTION) return endOf('?>', bytes, start + 2);
  // Enough to distinguish them.
  if (bytes.byteLength - start < CDATA.length) return INCOMPLETE;
  if (startsWith(bytes, start, '<!--')) return endOf('-->', bytes, start + 4);
  if (startsWith(bytes, start, CDATA)) return endOf(']]>', bytes, start + CDATA.length);
  return tagEnd(bytes, start);
}

function endOf(mark: string, bytes: Buffer, from: number): number {
  const found = bytes.indexOf(mark, from, 'latin1');
  return found < 0 ? INCOMPLETE : found + mark.length - 1;
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  return bytes.toString('latin1', at, at + text.length) === text;
}

function behind(last: number): number {
  return last === INCOMPLETE ? INCOMPLETE : last + 1;
}
