import { numbersContradict } from './errors.ts';
import type { NumberSeen, StockFileDelimiter } from './types.ts';

/** The mark in a number that groups digits, or begins a fraction. */
export type Mark = ',' | '.';

/** What a file's counts show of its marks, as bits. */
const shown = {
  ',': { fraction: 1, group: 2 },
  '.': { fraction: 4, group: 8 },
} as const;
/** What a column shows of which it is known that points begin fractions. */
export const pointsBeginFractions: number = shown['.'].fraction;

/** How a mark has been read that alone could be either. */
const used = {
  ',': { fraction: 16, group: 32 },
  '.': { fraction: 64, group: 128 },
} as const;

/** A number came that could be either, so that what others show decides. */
const UNDECIDED = 256;
/** Numbers of other columns have commas that begin fractions. */
const COMMAS_ELSEWHERE = 512;

/** Whether what a whole column shows may change how some of its numbers are read. */
export function wasUndecided(bits: number): boolean {
  return (bits & UNDECIDED) > 0 && (bits & (15 | COMMAS_ELSEWHERE)) > 0;
}

/** What stands around a price or a measure; a sign beyond ASCII may be in an encoding that is not known yet. */
const BEFORE = String.raw`^(?:(?:[$A-Z]|[^\0-\x7f]){1,3}\s?)?-?`;
const BEHIND = String.raw`(?:\s?(?:[$%]|[A-Za-z]{1,3}|[^\0-\x7f]{1,4}))?$`;
/** `12,50`, `1.250,5 €`, `EUR 3,20`. */
const DECIMAL_COMMA = new RegExp(`${BEFORE}(?:\\d{1,9}|\\d{1,3}(?:[. ']\\d{3}){1,3}),\\d{1,2}${BEHIND}`, 'u');
const DECIMAL_POINT = new RegExp(
  `${BEFORE}(?:\\d{1,9}|\\d{1,3}(?:[, ']\\d{3}){1,3})\\.\\d{1,2}${BEHIND}`,
  'u',
);

/** The mark that begins a fraction in a number of another column; undefined where a cell is none that shows it. */
export function fractionMark(cell: string): Mark | undefined {
  if (DECIMAL_COMMA.test(cell)) return ',';
  return DECIMAL_POINT.test(cell) ? '.' : undefined;
}

/** The digits of a price, without its currency, which may be in an encoding that is not known yet. */
export function digitsIn(cell: string): string {
  return /\d[\d., ']*/.exec(cell)?.[0].trim() ?? cell;
}

const GROUPS = /^\d{1,3}(?:,\d{3}){2,}$|^\d{1,2}(?:,\d{2})+,\d{3}$/;
const GROUPS_AND_FRACTION = /^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,2}(?:,\d{2})+,\d{3}\.\d+$/;
const ONE_MARK = /^(\d+)([.,])(\d+)$/;
const SPACED_AND_FRACTION = /^\d{1,3}(?:[ ']\d{3})+([.,])\d+$/;

/** What one number, without its sign, shows of its marks. */
export function shownBy(number: string): number {
  if (GROUPS.test(number)) return shown[','].group;
  if (GROUPS_AND_FRACTION.test(number)) return shown[','].group | shown['.'].fraction;
  const swapped = swapMarks(number);
  if (GROUPS.test(swapped)) return shown['.'].group;
  if (GROUPS_AND_FRACTION.test(swapped)) return shown['.'].group | shown[','].fraction;
  const spaced = SPACED_AND_FRACTION.exec(number)?.[1] as Mark | undefined;
  if (spaced !== undefined) return shown[spaced].fraction;
  const [, whole = '', mark, fraction = ''] = ONE_MARK.exec(number) ?? [];
  if (mark === undefined || isEither(whole, fraction) || isOdd(whole, fraction)) return 0;
  return shown[mark as Mark].fraction;
}

/** Whether the only mark between these digits may group them or begin a fraction. */
export function isEither(whole: string, fraction: string): boolean {
  return fraction.length === 3 && whole.length <= 3 && !whole.startsWith('0');
}

/** Whether digits may lack a mark: 1200,000 is hardly a fraction, and no million either. */
export function isOdd(whole: string, fraction: string): boolean {
  return fraction.length === 3 && whole.length > 3 && !/[1-9]/.test(fraction);
}

function swapMarks(number: string): string {
  return number.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ','));
}

interface StyleSofar {
  readonly sofar?: number | undefined;
  readonly decimalComma?: NumberSeen | undefined;
  readonly isSurvey?: boolean;
}

/**
 * How the numbers of a column are written: whether `,` and `.` group digits or begin a fraction, by all of its numbers
 * that show it. Where the whole column was looked at before, nothing can contradict it any more.
 */
export class NumberStyle {
  readonly #delimiter: StockFileDelimiter;
  readonly #isWhole: boolean;
  readonly #isSurvey: boolean;
  #bits: number;
  /** What shows that commas begin fractions elsewhere. */
  #decimalComma: NumberSeen | undefined;

  /**
   * @param known what the whole column shows, if it was looked at before
   * @param sofar what the rows before show, where reading continues
   * @param decimalComma what showed it in another column, then or before
   * @param isSurvey whether the column is only looked at, so that nothing contradicts
   */
  constructor(
    delimiter: StockFileDelimiter,
    known: number | undefined,
    { sofar = 0, decimalComma, isSurvey = false }: StyleSofar = {},
  ) {
    this.#decimalComma = decimalComma;
    this.#isSurvey = isSurvey;
    this.#delimiter = delimiter;
    this.#isWhole = known !== undefined;
    this.#bits = known ?? sofar;
  }

  /** What the numbers so far show, to continue with; undefined for nothing. */
  get bits(): number | undefined {
    return this.#bits === 0 ? undefined : this.#bits;
  }

  /** Whether numbers of other columns matter: only where nothing but the delimiter shows what a comma is. */
  get looksElsewhere(): boolean {
    return this.#delimiter === ',' && !this.#isWhole && (this.#bits & COMMAS_ELSEWHERE) === 0;
  }

  /** The first number of another column whose comma begins a fraction. */
  get decimalComma(): NumberSeen | undefined {
    return this.#decimalComma;
  }

  /** Takes in a number of another column whose comma begins a fraction. */
  observeElsewhere(seen: NumberSeen): void {
    this.#decimalComma ??= seen;
    this.#add(COMMAS_ELSEWHERE, seen.value);
  }

  /** Takes in what a number shows. */
  observe(number: string): void {
    this.#add(shownBy(number), number);
  }

  #add(more: number, number: string): void {
    if (this.#isWhole || (this.#bits & more) === more) return;
    this.#bits |= more;
    if (this.#isSurvey) return;
    for (const mark of [',', '.'] as const) {
      const meaning = this.#decide(mark);
      const other = meaning === 'group' ? 'fraction' : 'group';
      const was = this.#bits & (used[mark].group | used[mark].fraction);
      if (was > 0 && (meaning === undefined || (this.#bits & used[mark][other]) > 0))
        throw numbersContradict(number, mark, more === COMMAS_ELSEWHERE ? this.#decimalComma : undefined);
    }
  }

  /** What a mark means that alone could be either; undefined where nothing shows it. */
  meaningOf(mark: Mark): 'group' | 'fraction' | undefined {
    const meaning = this.#decide(mark);
    if (!this.#isWhole) this.#bits |= UNDECIDED;
    if (meaning !== undefined && !this.#isWhole) this.#bits |= used[mark][meaning];
    return meaning;
  }

  #decide(mark: Mark): 'group' | 'fraction' | undefined {
    const other = mark === ',' ? '.' : ',';
    const groups = (this.#bits & (shown[mark].group | shown[other].fraction)) > 0;
    const isFraction = (this.#bits & (shown[mark].fraction | shown[other].group)) > 0;
    if (groups !== isFraction) return groups ? 'group' : 'fraction';
    // Where the comma begins fractions, spreadsheets delimit cells by semicolons, never by commas; other programs do, and
    // then other columns may show it. Tabs and bars show nothing: SAP writes 12 pieces as 12,000 between them.
    const isElsewhere = (this.#bits & COMMAS_ELSEWHERE) > 0;
    return !groups && mark === ',' && this.#delimiter === ',' && !isElsewhere ? 'group' : undefined;
  }
}
