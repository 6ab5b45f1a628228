import { isUtf8 } from 'node:buffer';
import type { KindColumn, UnitColumn } from './columns.ts';
import { countOtherwise, unitsDiffer } from './count-errors.ts';
import { countKind, isRecordKind, otherHalf } from './count-kinds.ts';
import { decodeCodes, type Text } from './text.ts';
import type { UnitSeen } from './types.ts';
import { parseContents, parseUnit, type Unit } from './units.ts';

// eslint-disable-next-line no-control-regex
const NON_ASCII_PATTERN = /[^\0-\x7f]/;
const ASCII_BLANKS_PATTERN = /^[\t ]+|[\t ]+$/g;
/** With digits: of a room, `3B`. No unit is written so, but for those that are known. */
const CODE_PATTERN = /\p{N}/u;
/** Of a building or a size, or short for a unit: as that it stands beside words of units. */
const LETTER_PATTERN = /^\p{Script=Latin}$/u;
const NO_WORD_PATTERN = /^\p{L}$|\p{N}/u;
/** Different spellings of units that are remembered: a column with more has something else, unless its name is that of nothing else. */
const MAX_SPELLINGS = 1_000;

/**
 * Holds the columns with the unit of each count against each other: where one unit holds several pieces and another does not, a
 * count can be read in two ways. A file in one unit, and one of pieces and measures, has one reading. Columns that show what a count
 * is of are looked at as well: of what was moved, or is damaged.
 */
export class UnitCheck {
  readonly #columns: readonly CheckedColumn[];
  /** Those with the unit of the count itself. */
  readonly #own: readonly UnitColumn[];
  readonly #isAdded: boolean;
  readonly #seen: UnitSeen[];
  #encoding: Text['encoding'] = 'ascii';

  /**
   * @param isAdded whether counts of one shelf are added up or compared: the unit of a kept column would not be theirs
   * @param sofar what the rows before show, where reading goes on
   */
  constructor(
    columns: readonly (UnitColumn | KindColumn)[],
    isAdded = false,
    sofar: readonly UnitSeen[] = [],
  ) {
    this.#columns = columns
      .filter(({ isKept }) => isAdded || !isKept)
      .map((column) => ({
        column,
        index: column.index,
        accepted: new Set(),
        last: undefined,
        isOfTexts: false,
      }));
    this.#own = columns.filter(isUnitColumn).filter(({ isOther }) => !isOther);
    this.#isAdded = isAdded;
    this.#seen = [...sofar];
  }

  get isNeeded(): boolean {
    return this.#columns.length > 0;
  }

  /** What was seen so far, to go on with; undefined for nothing. */
  get seen(): UnitSeen[] | undefined {
    return this.#seen.length === 0 ? undefined : [...this.#seen];
  }

  /**
   * Takes in the units of a row.
   *
   * @param encoding in which the row was decoded: a unit beyond ASCII does not decide it
   * @throws GroundcrewError `inventory.file.units-differ`, `.columns-missing` where a count may be of something else
   */
  observe(
    cellAt: (index: number) => string,
    { line, count }: { readonly line: number; readonly count: number },
    encoding: Text['encoding'],
  ): void {
    // Of nothing there is nothing, in any unit.
    if (count === 0) return;
    if (encoding !== this.#encoding) this.#decode(encoding);
    for (const column of this.#columns) {
      if (column.isOfTexts) continue;
      const cell = cellAt(column.index);
      if (cell === column.last) continue;
      if (column.accepted.has(cell)) column.last = cell;
      else this.#lookAt(column, cell, { line, count, cellAt });
    }
  }

  #lookAt(checked: CheckedColumn, cell: string, { line, count, cellAt }: CheckedRow): void {
    const { column, accepted } = checked;
    const isUnit = isUnitColumn(column);
    const isOther = isUnit && column.isOther && this.#own.some(({ index }) => cellAt(index).trim() !== '');
    if (isOther) return;
    const isRaw = this.#encoding === 'ascii' && NON_ASCII_PATTERN.test(cell);
    // Other blanks may be a part of a character.
    const value = isRaw ? cell.replace(ASCII_BLANKS_PATTERN, '') : cell.trim();
    const seen = { column: column.index, value, line, count, ...(isRaw && { isRaw }) };
    if (isUnit) this.#look(column, seen);
    else this.#lookAtKind(column, seen);
    if (accepted.size < MAX_SPELLINGS) accepted.add(cell);
    else checked.isOfTexts = !(isUnit && column.isCertain);
  }

  /** The encoding is known now: reads what was seen before in it. */
  #decode(encoding: Text['encoding']): void {
    this.#encoding = encoding;
    for (const column of this.#columns) {
      column.accepted.clear();
      column.last = undefined;
      column.isOfTexts = false;
    }
    if (encoding === 'ascii') return;
    for (const [at, { isRaw = false, ...seen }] of this.#seen.entries()) {
      if (isRaw) this.#seen[at] = { ...seen, value: decode(seen.value, encoding) };
    }
  }

  #look(column: UnitColumn, seen: UnitSeen): void {
    const unit = unitIn(column, seen);
    if (unit === undefined || (unit.kind === 'measure' && column.isOfSize)) return;
    const others = this.#seen.flatMap((each) => {
      const known = each.column === column.index ? unitIn(column, each) : undefined;
      return known === undefined ? [] : [{ seen: each, unit: known }];
    });
    if (others.some((other) => other.unit.key === unit.key)) return;
    for (const other of others) {
      const isCertain = column.isCertain || (isOpaque(seen) && isOpaque(other.seen));
      if (!isCertain && areLetters({ seen, unit }, other)) continue;
      if (differ(unit, other.unit, isCertain)) this.#refuse(column, { seen, unit }, other);
    }
    // Of a column that may be another one, one unknown word stands for all, and one letter.
    const isKnown = column.isCertain || unit.kind !== 'unknown';
    const isLike = (other: Unit): boolean => other.kind === 'unknown' && isLetter(other) === isLetter(unit);
    if (isKnown || !others.some((other) => isLike(other.unit))) this.#seen.push(seen);
  }

  /** Half of a pair is remembered, and refused with the other. */
  #lookAtKind(column: KindColumn, seen: UnitSeen): void {
    const kind = countKind(kindText(seen), column.kindOf);
    if (kind === undefined || !isRecordKind(kindText(seen))) this.#rememberOther(column, seen);
    if (kind === undefined) return;
    const half = otherHalf(kind);
    const others = this.#seen
      .filter((each) => each.column === column.index)
      .map((each) => ({ seen: each, kind: countKind(kindText(each), column.kindOf) }));
    const partner = others.find((other) => other.kind === half);
    if (half !== undefined && partner === undefined) {
      if (others.every((other) => other.kind !== kind)) this.#seen.push(seen);
      return;
    }
    // Of a good and a bad one the bad one is shown.
    const shown = kind === 'half-good' ? partner!.seen : seen;
    const isMoved = !(kind === 'unavailable' || kind === 'half-bad' || kind === 'half-good');
    const other = { ...shown, column: column.name, value: kindText(shown) };
    // Counts that are added up would lose the column.
    const canKeep = !(column.isKept || this.#isAdded);
    throw countOtherwise(other, isMoved, column.count, canKeep);
  }

  /** Of a column of kinds, one row that is no record of a sale or the like: then the others may be goods. */
  #rememberOther({ index, kindOf }: KindColumn, seen: UnitSeen): void {
    if (kindOf !== 'kind' || this.#othersIn(index).length > 0) return;
    this.#seen.push(seen);
  }

  #othersIn(index: number): readonly UnitSeen[] {
    return this.#seen.filter((each) => each.column === index && !isRecordKind(kindText(each)));
  }

  /**
   * Ends the file.
   *
   * @throws GroundcrewError `inventory.file.columns-missing` where each row is the record of a sale or the like
   */
  finish(): void {
    for (const { column } of this.#columns) {
      if (isUnitColumn(column) || column.kindOf !== 'kind' || this.#othersIn(column.index).length > 0)
        continue;
      const record = this.#seen.find((each) => each.column === column.index);
      if (record === undefined) continue;
      const canKeep = !(column.isKept || this.#isAdded);
      const other = { ...record, column: column.name, value: kindText(record) };
      throw countOtherwise(other, true, column.count, canKeep);
    }
  }

  #refuse({ name }: UnitColumn, one: Seen, other: Seen): never {
    const [plain, odd] = oddness(one.unit) > oddness(other.unit) ? [other, one] : [one, other];
    const { unit, seen } = odd;
    const pieces =
      unit.kind === 'package' && unit.pieces !== undefined ? unit.pieces * seen.count : undefined;
    const shown = (each: UnitSeen): UnitSeen => ({ ...each, value: textOf(each) });
    throw unitsDiffer(name, shown(plain.seen), shown(seen), pieces, this.#isAdded);
  }
}

/** A column, and what of it needs no further look. */
interface CheckedColumn {
  readonly column: UnitColumn | KindColumn;
  readonly index: number;
  readonly accepted: Set<string>;
  last: string | undefined;
  /** Whether it has more spellings than a column of units. */
  isOfTexts: boolean;
}

interface CheckedRow {
  readonly line: number;
  readonly count: number;
  readonly cellAt: (index: number) => string;
}

interface Seen {
  readonly seen: UnitSeen;
  readonly unit: Unit;
}

function isUnitColumn(column: UnitColumn | KindColumn): column is UnitColumn {
  return !('kindOf' in column);
}

/** The unit in a cell of a column; undefined for what shows none there. */
function unitIn({ isCertain, hasContents }: UnitColumn, seen: UnitSeen): Unit | undefined {
  const unit = hasContents && !isOpaque(seen) ? parseContents(textOf(seen)) : unitOf(seen);
  const isCode = !isCertain && unit?.kind === 'unknown' && !isOpaque(seen) && CODE_PATTERN.test(unit.key);
  return isCode ? undefined : unit;
}

/** Made where it is needed: that takes milliseconds. */
let koreanWords: InstanceType<typeof TextDecoder> | undefined;

/**
 * Bytes whose encoding is not known yet are taken for Korean. Its common syllables are decoded by the platform as CP949 has them. Words of
 * movements are few: bytes of another encoding would not be one.
 */
function kindText(seen: UnitSeen): string {
  if (!isOpaque(seen)) return textOf(seen);
  koreanWords ??= new TextDecoder('euc-kr');
  return koreanWords.decode(Buffer.from(seen.value, 'latin1'));
}

function unitOf(seen: UnitSeen): Unit | undefined {
  const unit = parseUnit(textOf(seen));
  const isKnown = unit !== undefined && unit.kind !== 'unknown' && unit.kind !== 'none';
  return isKnown || !isOpaque(seen) ? unit : { kind: 'unknown', key: seen.value };
}

/** Of bytes what they are in UTF-8, or else one character each, which may be right. */
function textOf({ value, isRaw = false }: UnitSeen): string {
  return isRaw && isUtf8(Buffer.from(value, 'latin1')) ? decode(value, 'utf-8') : value;
}

/** Whether it may be any text. */
function isOpaque({ value, isRaw = false }: UnitSeen): boolean {
  return isRaw && !isUtf8(Buffer.from(value, 'latin1'));
}

/** @param raw bytes as the characters of Latin-1 */
function decode(raw: string, encoding: Text['encoding']): string {
  const bytes = Buffer.from(raw, 'latin1');
  return decodeCodes({ bytes, encoding }, 0, bytes.length);
}

/** Whether neither of two units is a word, and one of them is an unknown letter: `A` and `K`. */
function areLetters(one: Seen, other: Seen): boolean {
  const pair = [one, other];
  return (
    pair.some(({ unit }) => unit.kind === 'unknown' && isLetter(unit)) &&
    pair.every(({ seen, unit }) => unit.kind === 'unknown' || NO_WORD_PATTERN.test(textOf(seen).trim()))
  );
}

function isLetter({ key }: Unit): boolean {
  return LETTER_PATTERN.test(key);
}

/** Whether counts in two units are not of the same kind. */
function differ(one: Unit, other: Unit, isCertain: boolean): boolean {
  const kinds = [one.kind, other.kind];
  if (kinds.includes('package')) return true;
  if (kinds.includes('contents')) return !kinds.includes('none') && (isCertain || !kinds.includes('unknown'));
  if (kinds.includes('unknown'))
    return isCertain || !kinds.every((kind) => kind === 'unknown' || kind === 'none');
  return one.kind === 'measure' && other.kind === 'measure' && one.quantity === other.quantity;
}

/** Which of two units is shown as the one that can be read in two ways. */
function oddness({ kind }: Unit): number {
  return ['none', 'piece', 'measure', 'unknown', 'contents', 'package'].indexOf(kind);
}
