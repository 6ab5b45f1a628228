import { TextDecoder } from 'node:util';
import { type SaxesTagPlain, SaxesParser } from 'saxes';
import { archiveBroken, archiveTooLarge } from '../archive/errors.ts';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';

export type XmlAttributes = Readonly<Record<string, string>>;

/** What is reported of a document; names are without their prefix. */
export interface XmlHandlers {
  open(name: string, attributes: XmlAttributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

const MAX_DEPTH = 100;
/** A cell holds 32,767 characters. */
const MAX_TOKEN_CHARACTERS = 4 * 1024 * 1024;

/**
 * Reads an XML part of a workbook as it arrives. No entities but the five of XML, no document type: what small text
 * could be made to grow by is refused, and so is what never ends.
 */
export class XmlReader {
  readonly #parser = new SaxesParser();
  readonly #part: string;
  #decoder: TextDecoder | undefined;
  #depth = 0;
  #sinceEvent = 0;

  constructor(part: string, handlers: XmlHandlers) {
    this.#part = part;
    const parser = this.#parser;
    const local = (name: string): string => name.slice(name.indexOf(':') + 1);
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('doctype', () => {
      throw new Error('it has a document type, as no workbook does');
    });
    parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
      this.#sinceEvent = 0;
      if (++this.#depth > MAX_DEPTH) throw new Error(`its elements are nested more than ${MAX_DEPTH} deep`);
      handlers.open(local(name), attributes as Record<string, string>);
    });
    parser.on('closetag', ({ name }: SaxesTagPlain) => {
      this.#sinceEvent = 0;
      this.#depth--;
      handlers.close?.(local(name));
    });
    if (handlers.text !== undefined) {
      const { text } = handlers;
      parser.on('text', text);
      parser.on('cdata', text);
    }
  }

  write(chunk: Uint8Array): void {
    this.#decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    const decoder = this.#decoder;
    this.#attempt(() => this.#parse(decoder.decode(chunk, { stream: true })));
  }

  end(): void {
    this.#attempt(() => {
      this.#parse(this.#decoder?.decode() ?? '');
      this.#parser.close();
    });
  }

  #parse(text: string): void {
    this.#sinceEvent += text.length;
    this.#parser.write(text);
    if (this.#sinceEvent > MAX_TOKEN_CHARACTERS)
      throw archiveTooLarge('workbook', `a cell of ${this.#part} never ends`);
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (isGroundcrewError(error)) throw error;
      throw archiveBroken('workbook', `${this.#part} in it can't be read: ${firstLine(error)}`, error);
    }
  }
}

/** XML without a byte order mark is UTF-8 in workbooks ([ECMA-376] part 2: UTF-8 or UTF-16). */
function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function firstLine(error: unknown): string {
  return messageOf(error).split('\n')[0]!;
}

/** Reads a whole part. */
export async function readXml(
  part: string,
  chunks: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
): Promise<void> {
  const reader = new XmlReader(part, handlers);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
}
