import type { CellProblem } from './count.ts';
import { checkText, needsLook, normalizeName } from './names.ts';
import { hasVisibleEnds, type RowCells } from './row-cells.ts';
import type { RowScanner } from './row-scanner.ts';
import { mayBeMarked } from './row-marks.ts';
import type { CheckedSettings } from './settings.ts';
import type { Text } from './text.ts';
import type { RejectCode, Renamed } from './types.ts';

// Amazon DynamoDB Developer Guide, "Quotas": partition key and sort key sizes, in bytes of UTF-8.
const maxBytes = { store: 2048, item: 1024 } as const;
const MAX_EXAMPLES = 3;

/** Reads the names of stores and items, and checks them. */
export class NameReader {
  readonly #scanner: RowScanner;
  readonly #cells: RowCells;
  readonly #keepsNames: boolean;
  #renamed: Renamed = { count: 0, examples: [] };
  /** Whether the name read last was looked at closely, so that it may stand for none. */
  isLooked = false;
  /** Whether a name read may be marked: see `row-marks.ts`. Whoever reads a row resets it. */
  isMarked = false;

  constructor(scanner: RowScanner, cells: RowCells, { names }: CheckedSettings) {
    this.#scanner = scanner;
    this.#cells = cells;
    this.#keepsNames = names === 'keep';
  }

  /**
   * A name as it is stored. Its first code, and what the scanner saw on the way, show whether anything but outer white
   * space may have to be removed: hardly ever.
   */
  read(text: Text, index: number, line: number): string {
    if (this.#keepsNames) {
      this.isLooked = true;
      return this.#cells.trimmed(text, index);
    }
    const { starts, ends, isOdd, cells } = this.#scanner;
    const cell = this.#cells.cell(text, index);
    this.isLooked = false;
    if (index >= cells) return '';
    const start = starts[index]!;
    const end = ends[index]!;
    if (end > start && hasVisibleEnds(text, start, end)) {
      const code = text.codes[start]!;
      const first = code > 0x7f ? cell.charCodeAt(0) : code;
      if (!isOdd && !this.#cells.isGuarded && !needsLook(first, text.codes[end - 1]!, cell)) {
        if (mayBeMarked(first, cell)) this.isMarked = true;
        return cell;
      }
    }
    this.isLooked = true;
    const trimmed = cell.trim();
    const name = normalizeName(cell);
    if (name !== '' && mayBeMarked(name.charCodeAt(0), name)) this.isMarked = true;
    if (name !== trimmed) {
      this.#renamed.count++;
      if (this.#renamed.examples.length < MAX_EXAMPLES)
        this.#renamed.examples.push({ line, from: trimmed, to: name });
    }
    return name;
  }

  /** What was renamed since this was asked last. */
  takeRenamed(): Renamed {
    const renamed = this.#renamed;
    this.#renamed = { count: 0, examples: [] };
    return renamed;
  }

  /** A name that may stand for none; in a sheet also one that a spreadsheet made something else of: 3-1 a date. */
  checkLooked(text: Text, index: number, name: string, field: 'store' | 'item'): CellProblem | undefined {
    const kind = this.#cells.kindOf(text, index);
    if (kind === undefined || kind === 'fraction') return checkText(name, field);
    return kind === 'date'
      ? {
          code: `${field}-date` satisfies RejectCode,
          explanation:
            'is a date in the sheet, which spreadsheets make of names like 3-1; format the column as text, and write the name again',
        }
      : {
          code: `${field}-number-format` satisfies RejectCode,
          explanation:
            'is a number in the sheet that is shown with other characters; format the column as text, and write the name as it is to be',
        };
  }
}

/** What is wrong with the length of a name. */
export function checkLength(name: string, field: 'store' | 'item'): CellProblem | undefined {
  if (name === '')
    return { code: `${field}-missing` satisfies RejectCode, explanation: 'is empty; fill the cell' };
  const max = maxBytes[field];
  // No character takes more than three bytes a UTF-16 unit.
  if (name.length * 3 <= max) return undefined;
  const sizeBytes = Buffer.byteLength(name);
  if (sizeBytes <= max) return undefined;
  return {
    code: `${field}-too-long` satisfies RejectCode,
    explanation: `has ${sizeBytes} bytes in UTF-8; a table key takes ${max}; shorten it`,
  };
}
