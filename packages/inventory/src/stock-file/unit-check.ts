import { isUtf8 } from 'node:buffer';
import type { UnitColumn } from './columns.ts';
import { unitsDiffer } from './errors.ts';
import { decodeCodes, type Text } from './text.ts';
import type { UnitSeen } from './types.ts';
import { parseUnit, type Unit } from './units.ts';

// eslint-disable-next-line no-control-regex
const NON_ASCII_PATTERN = /[^\0-\x7f]/;
/** With digits, or of one letter: of a room or a building, `3B`. No unit is written so, but for those that are known. */
const CODE_PATTERN = /\p{N}|^\p{Script=Latin}$/u;
/** Different spellings of units that are remembered: a column with more has something else, unless its name is that of nothing else. */
const MAX_SPELLINGS = 1_000;

/**
 * Holds the columns with the unit of each count against each other: where one unit holds several pieces and another does not, a
 * count can be read in two ways. A file in one unit, and one of pieces and measures, has one reading.
 */
export class UnitCheck {
  readonly #columns: readonly UnitColumn[];
  readonly #isAdded: boolean;
  readonly #seen: UnitSeen[];
  /** Spellings by column that need no further look. */
  readonly #accepted: ReadonlyMap<number, Set<string>>;
  #encoding: Text['encoding'] = 'ascii';

  /**
   * @param isAdded whether counts of one shelf are added up or compared: the unit of a kept column would not be theirs
   * @param sofar what the rows before show, where reading goes on
   */
  constructor(columns: readonly UnitColumn[], isAdded = false, sofar: readonly UnitSeen[] = []) {
    this.#columns = columns.filter(({ isKept }) => isAdded || !isKept);
    this.#isAdded = isAdded;
    this.#seen = [...sofar];
    this.#accepted = new Map(this.#columns.map(({ index }) => [index, new Set<string>()]));
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
   * @throws GroundcrewError `inventory.file.units-differ`
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
      const accepted = this.#accepted.get(column.index)!;
      if (accepted.size === MAX_SPELLINGS && !column.isCertain) continue;
      const value = cellAt(column.index).trim();
      if (accepted.has(value)) continue;
      const isRaw = encoding === 'ascii' && NON_ASCII_PATTERN.test(value);
      this.#look(column, { column: column.index, value, line, count, ...(isRaw && { isRaw }) });
      if (accepted.size < MAX_SPELLINGS) accepted.add(value);
    }
  }

  /** The encoding is known now: reads what was seen before in it. */
  #decode(encoding: Text['encoding']): void {
    this.#encoding = encoding;
    for (const accepted of this.#accepted.values()) accepted.clear();
    if (encoding === 'ascii') return;
    for (const [at, { isRaw = false, ...seen }] of this.#seen.entries()) {
      if (isRaw) this.#seen[at] = { ...seen, value: decode(seen.value, encoding) };
    }
  }

  #look(column: UnitColumn, seen: UnitSeen): void {
    const unit = unitOf(seen);
    if (unit === undefined || (unit.kind === 'measure' && column.isOfSize)) return;
    if (!column.isCertain && unit.kind === 'unknown' && !isOpaque(seen) && CODE_PATTERN.test(unit.key))
      return;
    const others = this.#seen.flatMap((each) => {
      const known = each.column === column.index ? unitOf(each) : undefined;
      return known === undefined ? [] : [{ seen: each, unit: known }];
    });
    if (others.some((other) => other.unit.key === unit.key)) return;
    for (const other of others) {
      const isCertain = column.isCertain || (isOpaque(seen) && isOpaque(other.seen));
      if (differ(unit, other.unit, isCertain)) this.#refuse(column, { seen, unit }, other);
    }
    // Of a column that may be another one, one unknown word stands for all.
    const isKnown = column.isCertain || unit.kind !== 'unknown';
    if (isKnown || !others.some((other) => other.unit.kind === 'unknown')) this.#seen.push(seen);
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

interface Seen {
  readonly seen: UnitSeen;
  readonly unit: Unit;
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

/** Whether counts in two units are not of the same kind. */
function differ(one: Unit, other: Unit, isCertain: boolean): boolean {
  const kinds = [one.kind, other.kind];
  if (kinds.includes('package')) return true;
  if (kinds.includes('unknown'))
    return isCertain || !kinds.every((kind) => kind === 'unknown' || kind === 'none');
  return one.kind === 'measure' && other.kind === 'measure' && one.quantity === other.quantity;
}

/** Which of two units is shown as the one that can be read in two ways. */
function oddness({ kind }: Unit): number {
  return ['none', 'piece', 'measure', 'unknown', 'package'].indexOf(kind);
}
