import { archiveBroken, archiveTooLarge } from '../archive/errors.ts';
import { cellMarks, UNKNOWN_RESULT } from '../sheet-cells.ts';
import { numberText } from './cell-value.ts';
import { generalFormat, type NumberFormat } from './number-format.ts';
import type { StringTable } from './string-table.ts';
import { RichText, unescapeText } from './workbook-text.ts';
import { type XmlAttributes, XmlReader } from './xml-reader.ts';

/** What cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: StringTable;
  /** By the number of a cell's style. */
  readonly formats: readonly NumberFormat[];
  readonly isFrom1904: boolean;
  /** Whether results of formulas stand in the file: a program that can't calculate leaves them out, or writes zeros. */
  readonly hasResults: boolean;
}

const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;
const MAX_ROW_CHARACTERS = 16 * 1024 * 1024;
const OUTPUT_CHARACTERS = 65_536;
const BYTE_ORDER_MARK = '\ufeff';
const LINE_BREAK = '\r\n';

/**
 * A sheet as text: CSV in UTF-8 with a byte order mark, which is what its rejects are written as; see `sheet-cells.ts`.
 * Line 17 is row 17 of the sheet. The text depends on the workbook and the sheet alone, so a place in it can be found
 * again.
 */
export async function* sheetText(
  part: string,
  chunks: AsyncIterable<Uint8Array>,
  context: SheetContext,
): AsyncGenerator<Uint8Array, void, undefined> {
  const rows = new SheetRows(context);
  const reader = new XmlReader(part, rows);
  let text = BYTE_ORDER_MARK;
  for await (const chunk of chunks) {
    // What follows the cells is not looked at; its bytes still count for the checksum.
    if (rows.isOver) continue;
    reader.write(chunk);
    text += rows.take();
    if (text.length < OUTPUT_CHARACTERS) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  if (!rows.isOver) reader.end();
  yield Buffer.from(text + rows.take(), 'utf8');
}

/** Takes the cells of a sheet as they are read, and gives lines of text. */
class SheetRows {
  readonly #context: SheetContext;
  readonly #rich = new RichText();
  #text = '';
  #isInCells = false;
  /** Whether the cells have ended. */
  isOver = false;
  /** Of the last line that was written. */
  #row = 0;
  #nextRow = 0;
  #column = 0;
  #cells: string[] = [];
  #rowCharacters = 0;
  #type = '';
  #style = 0;
  #value = '';
  #hasFormula = false;
  #hasValue = false;
  #isValue = false;
  #isInline = false;

  constructor(context: SheetContext) {
    this.#context = context;
  }

  /** The lines since this was asked last. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  readonly open = (name: string, attributes: XmlAttributes): void => {
    if (!this.#isInCells) {
      if (name === 'sheetData' && !this.isOver) this.#isInCells = true;
      return;
    }
    switch (name) {
      case 'row':
        this.#startRow(attributes.r);
        break;
      case 'c':
        this.#startCell(attributes);
        break;
      case 'v':
        this.#isValue = true;
        this.#hasValue = true;
        break;
      case 'f':
        this.#hasFormula = true;
        break;
      case 'is':
        this.#isInline = true;
        this.#rich.start();
        break;
      default:
        if (this.#isInline) this.#rich.open(name);
    }
  };

  readonly text = (text: string): void => {
    if (this.#isValue) this.#value += text;
    else if (this.#isInline) this.#rich.add(text);
  };

  readonly close = (name: string): void => {
    if (!this.#isInCells) return;
    switch (name) {
      case 'sheetData':
        this.#isInCells = false;
        this.isOver = true;
        break;
      case 'row':
        this.#endRow();
        break;
      case 'c':
        this.#endCell();
        break;
      case 'v':
        this.#isValue = false;
        break;
      case 'is':
        this.#isInline = false;
        this.#value = this.#rich.text;
        break;
      default:
        if (this.#isInline) this.#rich.close(name);
    }
  };

  #startRow(written: string | undefined): void {
    const row = written === undefined ? this.#row + 1 : Number(written);
    if (!Number.isInteger(row) || row <= this.#row || row > MAX_ROWS)
      throw archiveBroken('workbook', `row ${JSON.stringify(written)} of the sheet follows row ${this.#row}`);
    this.#nextRow = row;
    this.#column = 0;
    this.#cells = [];
    this.#rowCharacters = 0;
  }

  #endRow(): void {
    // Rows that the sheet leaves out are empty.
    this.#text += LINE_BREAK.repeat(this.#nextRow - this.#row - 1) + this.#cells.join(',') + LINE_BREAK;
    this.#row = this.#nextRow;
  }

  #startCell({ r, t, s }: XmlAttributes): void {
    const column = r === undefined ? this.#column + 1 : columnOf(r);
    if (column <= this.#column || column > MAX_COLUMNS)
      throw archiveBroken('workbook', `cell ${JSON.stringify(r)} of the sheet is out of order`);
    this.#column = column;
    this.#type = t ?? 'n';
    this.#style = Number(s ?? 0);
    this.#value = '';
    this.#hasFormula = false;
    this.#hasValue = false;
  }

  #endCell(): void {
    const text = this.#cellText();
    if (text === '') return;
    this.#rowCharacters += text.length;
    if (this.#rowCharacters > MAX_ROW_CHARACTERS)
      throw archiveTooLarge(
        'workbook',
        `row ${this.#nextRow} of the sheet has more than ${MAX_ROW_CHARACTERS} characters`,
      );
    while (this.#cells.length < this.#column - 1) this.#cells.push('');
    this.#cells.push(text);
  }

  #cellText(): string {
    const value = this.#value;
    const { strings, formats, isFrom1904, hasResults } = this.#context;
    if (this.#hasFormula && !(hasResults && this.#hasValue && (value !== '' || this.#type === 'str')))
      return UNKNOWN_RESULT;
    switch (this.#type) {
      case 's': {
        if (value === '') return '';
        const shared = strings.get(Number(value));
        if (shared === undefined)
          throw archiveBroken(
            'workbook',
            `a cell of row ${this.#nextRow} refers to text ${JSON.stringify(value)}, and there are ${strings.size}`,
          );
        return textCell(shared);
      }
      case 'inlineStr':
        return textCell(value);
      case 'str':
        return textCell(unescapeText(value));
      case 'b':
        return value === '' ? '' : value.trim() === '0' || value.trim() === 'false' ? 'FALSE' : 'TRUE';
      case 'e':
        return textCell(value === '' ? '#VALUE!' : value);
      case 'd':
        return value === ''
          ? ''
          : textCell(value.replace('T', ' ').replace(/ 00:00:00(?:\.0+)?Z?$/, ''), cellMarks.date);
      default: {
        if (value === '') return '';
        return numberText(value, formats[this.#style] ?? generalFormat, isFrom1904) ?? '#VALUE!';
      }
    }
  }
}

/** The number of a cell's column, from 1: of AB12, 28. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & ~0x20;
    if (code < 0x41 || code > 0x5a) break;
    column = column * 26 + code - 0x40;
    if (column > MAX_COLUMNS) break;
  }
  return column;
}

const SPECIAL_PATTERN = /[",\r\n\ufdd0-\ufdef]/;

/** A cell of text; `mark` stands before it, inside of quotes if it needs some. */
function textCell(text: string, mark = ''): string {
  if (!SPECIAL_PATTERN.test(text)) return mark + text;
  const plain = text
    .replaceAll(/[\ufdd0-\ufdef]/g, '\ufffd')
    .replaceAll('\n', cellMarks.lineFeed)
    .replaceAll('\r', cellMarks.carriageReturn);
  return /[",]/.test(plain) ? `"${mark}${plain.replaceAll('"', '""')}"` : mark + plain;
}
